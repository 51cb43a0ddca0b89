package io.spillway.rows.parquet;

import io.spillway.base.BlockStream;
import io.spillway.store.OpenObject;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A seekable stream of an object's bytes. Sequential reads use one request, even across small gaps.
 * The end of the file, which contains the footer, is read with a separate request.
 *
 * <p>Not thread-safe.
 */
final class ObjectStream extends InputStream {
  /** The size of the separate request for the end of the file, larger than most footers. */
  private static final int TAIL_BYTES = 64 * 1024;

  /**
   * The largest gap that is skipped by reading, because that takes less time than a new request.
   */
  private static final int GAP_BYTES = 256 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;

  private final StoreInput input;
  private final long tailBegin;
  private byte @Nullable [] tail;
  private @Nullable InputStream open;
  private long openAt;
  private long position;
  private String etag = "";

  ObjectStream(StoreInput input) {
    this.input = input;
    this.tailBegin = Math.max(0, input.size() - TAIL_BYTES);
  }

  long position() {
    return position;
  }

  void seek(long to) throws IOException {
    if (to < 0 || to > input.size()) {
      throw new EOFException("Byte " + to + " is not in " + input);
    }
    position = to;
  }

  @Override
  public int read() throws IOException {
    return BlockStream.one(this);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (position >= input.size()) {
      return -1;
    }
    return position >= tailBegin
        ? readTail(bytes, offset, length)
        : readOn(bytes, offset, (int) Math.min(length, tailBegin - position));
  }

  private int readTail(byte[] bytes, int offset, int length) throws IOException {
    byte[] end = tail;
    if (end == null) {
      end = new byte[(int) (input.size() - tailBegin)];
      try (OpenObject object = opened(tailBegin)) {
        if (object.stream().readNBytes(end, 0, end.length) < end.length) {
          throw new EOFException(input + " has less than " + input.size() + " bytes");
        }
      }
      tail = end;
    }
    int from = (int) (position - tailBegin);
    int count = Math.min(length, end.length - from);
    System.arraycopy(end, from, bytes, offset, count);
    position += count;
    return count;
  }

  private int readOn(byte[] bytes, int offset, int length) throws IOException {
    int count = at(position).read(bytes, offset, length);
    if (count < 0) {
      throw new EOFException(input + " has less than " + input.size() + " bytes");
    }
    position += count;
    openAt += count;
    return count;
  }

  private InputStream at(long wanted) throws IOException {
    InputStream stream = open;
    if (stream != null && wanted >= openAt && wanted - openAt <= GAP_BYTES) {
      stream.skipNBytes(wanted - openAt);
      openAt = wanted;
      return stream;
    }
    close();
    stream = new BufferedInputStream(opened(wanted).stream(), BUFFER_BYTES);
    open = stream;
    openAt = wanted;
    return stream;
  }

  /**
   * Opens the object with the tag of the first request, so that all bytes come from one object if
   * the store has tags.
   */
  private OpenObject opened(long offset) throws IOException {
    OpenObject object =
        etag.isEmpty()
            ? input.store().open(input.key(), offset)
            : input.store().open(input.key(), offset, etag);
    etag = object.object().etag();
    return object;
  }

  @Override
  public void close() throws IOException {
    InputStream stream = open;
    open = null;
    if (stream != null) {
      stream.close();
    }
  }
}
