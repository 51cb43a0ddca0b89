package io.spillway.store;

import io.spillway.store.Traffic.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose bytes are counted as they are read. */
public class CountedStream extends FilterInputStream {
  private final Meter meter;
  private final Kind kind;

  /**
   * Creates a stream that reads from another one.
   *
   * @param kind the kind that its bytes are counted as
   */
  public CountedStream(InputStream in, Meter meter, Kind kind) {
    super(in);
    this.meter = meter;
    this.kind = kind;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      meter.count(kind);
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int got = super.read(bytes, from, length);
    if (got > 0) {
      meter.add(kind, got);
    }
    return got;
  }

  @Override
  public long skip(long length) throws IOException {
    long skipped = super.skip(length);
    meter.add(kind, skipped);
    return skipped;
  }
}
