package io.spillway.lakefs;

import io.spillway.lakefs.TableBlock.MalformedException;
import java.nio.ByteBuffer;

/**
 * Unpacks Snappy's raw format; for the few blocks of a table that are looked at before RocksDB may.
 *
 * <p>Source: Snappy, {@code format_description.txt}.
 */
final class Snappy {
  private static final int LITERAL = 0;
  private static final int COPY_1 = 1;
  private static final int COPY_2 = 2;

  /** Lengths from here on are written in the bytes that follow, one more for each. */
  private static final int LONG_LITERAL = 60;

  private final ByteBuffer in;
  private final byte[] out;
  private int filled;

  private Snappy(ByteBuffer in, int size) {
    this.in = in;
    this.out = new byte[size];
  }

  /**
   * Returns what was packed.
   *
   * @param most bytes that it may have
   */
  static byte[] unpack(byte[] packed, int most) throws MalformedException {
    ByteBuffer in = ByteBuffer.wrap(packed);
    TableBlock.requireSize(in.duplicate(), most);
    return new Snappy(in, (int) TableBlock.varint(in)).unpack();
  }

  private byte[] unpack() throws MalformedException {
    while (in.hasRemaining()) {
      int tag = next();
      switch (tag & 3) {
        case LITERAL -> literal(tag >> 2);
        case COPY_1 -> copy(((tag >> 5) << 8) | next(), 4 + ((tag >> 2) & 7));
        case COPY_2 -> copy(number(2), 1 + (tag >> 2));
        default -> copy(number(4), 1 + (tag >> 2));
      }
    }
    require(filled == out.length);
    return out;
  }

  private void literal(int code) throws MalformedException {
    long length = 1L + (code < LONG_LITERAL ? code : number(code - LONG_LITERAL + 1));
    require(length <= in.remaining() && length <= out.length - filled);
    in.get(out, filled, (int) length);
    filled += (int) length;
  }

  private void copy(long back, int length) throws MalformedException {
    require(back > 0 && back <= filled && length <= out.length - filled);
    for (int i = 0; i < length; i++) {
      out[filled] = out[filled - (int) back];
      filled++;
    }
  }

  private long number(int bytes) throws MalformedException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (long) next() << (8 * i);
    }
    return number;
  }

  private int next() throws MalformedException {
    require(in.hasRemaining());
    return in.get() & 0xff;
  }

  private static void require(boolean holds) throws MalformedException {
    if (!holds) {
      throw new MalformedException("a block of its index cannot be unpacked");
    }
  }
}
