package io.spillway.object.copy;

import io.spillway.base.BlockStream;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that resumes a broken read at the byte where it broke, as long as the source's tag shows
 * the same object. The SDKs retry requests but do not resume a body that breaks while it is read.
 */
final class ResumingStream extends InputStream {
  /** The maximum number of breaks without a byte read in between. */
  static final int BREAKS_IN_A_ROW = 3;

  /** The maximum number of breaks per object. */
  static final int BREAKS = 100;

  /** A function that reopens the source. */
  interface Source {
    /**
     * Opens the source at an offset, unless its tag has changed.
     *
     * @throws StoreException {@code CHANGED} if the tag has changed
     */
    OpenObject open(long offset, String ifMatch) throws IOException;
  }

  private final Source source;
  private final StoredObject object;
  private InputStream current;
  private long position;
  private int inARow;
  private int breaks;

  /**
   * Creates a stream over an opened object.
   *
   * @param first the object, opened at its first byte
   */
  ResumingStream(OpenObject first, Source source) {
    this(first, 0, source);
  }

  /**
   * Creates a stream over an opened object.
   *
   * @param offset the position at which the object was opened
   */
  ResumingStream(OpenObject first, long offset, Source source) {
    this.source = source;
    this.object = first.object();
    this.position = offset;
    this.current = first.stream();
  }

  @Override
  public int read() throws IOException {
    return BlockStream.one(this);
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    while (true) {
      try {
        int got = current.read(bytes, from, count);
        if (got > 0) {
          position += got;
          inARow = 0;
        }
        return got;
      } catch (StoreException e) {
        if (position == object.size()) {
          return -1; // all bytes have arrived, and only the end was lost
        }
        resume(e);
      }
    }
  }

  private void resume(StoreException broken) throws IOException {
    inARow++;
    breaks++;
    boolean hopeless = broken.reason() != Reason.UNKNOWN || Thread.currentThread().isInterrupted();
    if (hopeless || inARow >= BREAKS_IN_A_ROW || breaks >= BREAKS) {
      throw broken;
    }
    if (object.etag().isEmpty()) {
      throw new StoreException(
          Reason.UNKNOWN,
          broken.getMessage() + " It cannot go on: no tag tells whether the object has changed.",
          broken);
    }
    current.close();
    current = InputStream.nullInputStream();
    OpenObject again = source.open(position, object.etag());
    current = again.stream();
    if (again.object().size() != object.size()) {
      throw new StoreException(
          Reason.CHANGED,
          broken.getMessage()
              + " It cannot go on: the object has "
              + again.object().size()
              + " bytes now, and had "
              + object.size()
              + ".",
          broken);
    }
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
