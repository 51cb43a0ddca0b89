package io.spillway.source.lakefs.metadata;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A parser of the blocks of a table: entries whose keys share prefixes, followed by the offsets of
 * keys that are stored whole.
 *
 * <p>Source: RocksDB, {@code table/block_based/block.cc}, {@code table/format.cc}.
 */
final class TableBlock {
  /** Bytes after each block: the compression type and a checksum. */
  static final int TRAILER_BYTES = 5;

  static final byte PLAIN = 0;
  static final byte SNAPPY = 1;

  private static final int LONGEST_VARINT = 10;

  private TableBlock() {}

  /** The position of a block in the file; both numbers are unsigned. */
  record Handle(long offset, long size) {}

  /** Exception thrown if a block is malformed. */
  static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** Reads a handle. */
  static Handle handle(ByteBuffer in) throws MalformedException {
    return new Handle(varint(in), varint(in));
  }

  /** Requires that the next size is at most the given one. */
  static void requireSize(ByteBuffer in, int most) throws MalformedException {
    long size = varint(in);
    if (size < 0 || size > most) {
      throw new MalformedException(
          "it claims a block that has "
              + Long.toUnsignedString(size)
              + " bytes when it is unpacked");
    }
  }

  /** Reads the entries of a block whose values are bytes. */
  static Map<String, byte[]> entries(byte[] block) throws MalformedException {
    ByteBuffer in = withoutRestarts(block);
    Map<String, byte[]> entries = new HashMap<>();
    byte[] key = new byte[0];
    while (in.hasRemaining()) {
      int shared = count(in, key.length);
      int own = count(in, in.remaining());
      int size = count(in, in.remaining());
      key = key(in, key, shared, own);
      entries.put(new String(key, StandardCharsets.UTF_8), take(in, size));
    }
    return entries;
  }

  /**
   * Reads the handles of an index.
   *
   * @param deltas whether each handle follows the previous one, so that only the difference of
   *     their sizes is stored
   */
  static List<Handle> handles(byte[] block, boolean deltas) throws MalformedException {
    ByteBuffer in = withoutRestarts(block);
    List<Handle> handles = new ArrayList<>();
    int keyLength = 0;
    Handle last = new Handle(0, 0);
    while (in.hasRemaining()) {
      int shared = count(in, keyLength);
      int own = count(in, in.remaining());
      int size = deltas ? 0 : count(in, in.remaining());
      keyLength = shared + own;
      take(in, own);
      last = deltas ? next(in, shared, last) : handle(ByteBuffer.wrap(take(in, size)));
      handles.add(last);
    }
    return handles;
  }

  private static Handle next(ByteBuffer in, int shared, Handle last) throws MalformedException {
    if (shared == 0) {
      return handle(in);
    }
    long coded = varint(in);
    long difference = (coded >>> 1) ^ -(coded & 1);
    return new Handle(last.offset() + last.size() + TRAILER_BYTES, last.size() + difference);
  }

  /**
   * Returns the entries without the end of the block, which has the offsets of keys stored whole,
   * and their number.
   */
  private static ByteBuffer withoutRestarts(byte[] block) throws MalformedException {
    ByteBuffer in = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    if (block.length < Integer.BYTES) {
      throw new MalformedException("a block of its index has only " + block.length + " bytes");
    }
    long restarts = in.getInt(block.length - Integer.BYTES) & 0x7fffffffL; // the top bit is a flag
    long end = block.length - Integer.BYTES - restarts * Integer.BYTES;
    if (end < 0) {
      throw new MalformedException("a block of its index claims " + restarts + " places");
    }
    return in.limit((int) end);
  }

  private static byte[] key(ByteBuffer in, byte[] before, int shared, int own)
      throws MalformedException {
    byte[] rest = take(in, own);
    byte[] key = new byte[shared + own];
    System.arraycopy(before, 0, key, 0, shared);
    System.arraycopy(rest, 0, key, shared, own);
    return key;
  }

  private static byte[] take(ByteBuffer in, int count) throws MalformedException {
    if (count > in.remaining()) {
      throw new MalformedException("a block of its index ends early");
    }
    byte[] taken = new byte[count];
    in.get(taken);
    return taken;
  }

  private static int count(ByteBuffer in, int most) throws MalformedException {
    long count = varint(in);
    if (count < 0 || count > most) {
      throw new MalformedException(
          "a block of its index claims an entry of " + Long.toUnsignedString(count) + " bytes");
    }
    return (int) count;
  }

  static long varint(ByteBuffer in) throws MalformedException {
    long value = 0;
    try {
      for (int i = 0; i < LONGEST_VARINT; i++) {
        byte next = in.get();
        value |= (next & 0x7fL) << (7 * i);
        if (next >= 0) {
          return value;
        }
      }
    } catch (BufferUnderflowException e) {
      throw new MalformedException("a number in it ends early");
    }
    throw new MalformedException("a number in it has no end");
  }
}
