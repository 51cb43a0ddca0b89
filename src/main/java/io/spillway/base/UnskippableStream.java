package io.spillway.base;

import java.io.IOException;
import java.io.InputStream;

/** A stream that must see every byte once, in order: bytes cannot be skipped or read again. */
public abstract class UnskippableStream extends BlockStream {
  /** Creates a stream over another one. */
  protected UnskippableStream(InputStream in) {
    super(in);
  }

  @Override
  public final long skip(long count) throws IOException {
    throw new IOException("Cannot skip bytes that must be read in order");
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
