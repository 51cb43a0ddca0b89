package io.spillway.store;

import java.io.IOException;

/** A write in front of another, to be overridden where it differs. */
public class ForwardingWrite extends OpenWrite {
  private final OpenWrite inner;

  protected ForwardingWrite(OpenWrite inner) {
    this.inner = inner;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    inner.write(bytes, from, count);
  }

  @Override
  public WrittenObject commit() throws IOException {
    return inner.commit();
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }
}
