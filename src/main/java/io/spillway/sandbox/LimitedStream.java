package io.spillway.sandbox;

import io.spillway.base.BlockStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of the first bytes of another stream. */
final class LimitedStream extends BlockStream {
  private long left;

  LimitedStream(InputStream in, long size) {
    super(in);
    this.left = size;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = super.read(buffer, offset, (int) Math.min(length, left));
    left -= Math.max(read, 0);
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(Math.min(count, left));
    left -= skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
