package io.spillway.base;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream over another one that overrides reading of blocks; a single byte is a block of one. */
public abstract class BlockStream extends FilterInputStream {
  /** Creates a stream over another one. */
  protected BlockStream(InputStream in) {
    super(in);
  }

  @Override
  public final int read() throws IOException {
    return one(this);
  }

  /** Returns the next byte of a stream, read as a block of one; -1 at its end. */
  public static int one(InputStream in) throws IOException {
    byte[] one = new byte[1];
    return in.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return in.read(bytes, offset, length);
  }
}
