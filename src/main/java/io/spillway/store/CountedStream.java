package io.spillway.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A stream that reports the number of bytes as they are read. */
public class CountedStream extends FilterInputStream {
  private final LongConsumer count;

  /**
   * Creates a stream that reads from another one.
   *
   * @param count accepts the number of bytes after each read
   */
  public CountedStream(InputStream in, LongConsumer count) {
    super(in);
    this.count = count;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      count.accept(1);
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int got = super.read(bytes, from, length);
    if (got > 0) {
      count.accept(got);
    }
    return got;
  }

  @Override
  public long skip(long length) throws IOException {
    long skipped = super.skip(length);
    count.accept(skipped);
    return skipped;
  }
}
