package io.spillway.sandbox;

import io.spillway.store.Body;
import java.io.InputStream;

/**
 * Content of any size, generated while it is read. Every eight bytes encode their own position, so
 * all parts differ.
 *
 * @param size in bytes
 */
record PatternBody(long size) implements Body {
  private static final long SCRAMBLE = 0x9e3779b97f4a7c15L;

  @Override
  public InputStream open() {
    return new LimitedStream(new Pattern(), size);
  }

  private static final class Pattern extends InputStream {
    private long position;

    @Override
    public int read() {
      long word = (position >>> 3) * SCRAMBLE;
      int shift = (int) (position++ & 7) << 3;
      return (int) (word >>> shift) & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      for (int i = 0; i < length; i++) {
        buffer[offset + i] = (byte) read();
      }
      return length;
    }
  }
}
