package io.spillway.store.s3;

import io.spillway.base.Location;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.StoreException;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An upload of a large object from a stream in parts, several in flight while the next is read. It
 * uses the memory of one to {@link PartsInFlight#WIDTH} parts.
 */
final class S3Upload {
  private final S3Calls calls;
  private final S3Limits limits;
  private final Buffers buffers;

  S3Upload(S3Calls calls, S3Limits limits, Buffers buffers) {
    this.calls = calls;
    this.limits = limits;
    this.buffers = buffers;
  }

  WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
    try (InputStream stream = body.open()) {
      S3Multipart upload = S3Multipart.begin(calls, key, attributes);
      try {
        return upload.complete(parts(upload, key, stream, body.size()), body.size());
      } catch (IOException | RuntimeException e) {
        upload.abort(e);
        throw e;
      }
    }
  }

  private List<CompletedPart> parts(S3Multipart upload, String key, InputStream stream, long size)
      throws IOException {
    long partSize = limits.partOf(size);
    try (PartsInFlight parts = new PartsInFlight(buffers)) {
      int number = 0;
      for (long sent = 0; sent < size; sent += partSize) {
        int length = (int) Math.min(partSize, size - sent);
        Buffers.Lease buffer = parts.buffer(length);
        fill(calls.name(key), stream, buffer.bytes(), length, sent, size);
        int next = ++number;
        parts.submit(buffer, () -> upload.send(next, buffer.bytes(), length));
      }
      checkEnd(calls.name(key), stream, size);
      return parts.all();
    }
  }

  /**
   * Reads exactly {@code length} bytes.
   *
   * @param before the number of bytes read before, for the message
   * @param size the size of the whole object, for the message
   */
  static void fill(
      Location name, InputStream stream, byte[] bytes, int length, long before, long size)
      throws IOException {
    int read = stream.readNBytes(bytes, 0, length);
    if (read < length) {
      throw StoreException.wrongLength(name, size, before + read);
    }
  }

  /** Verifies that the stream has ended. */
  static void checkEnd(Location name, InputStream stream, long size) throws IOException {
    if (stream.read() >= 0) {
      throw StoreException.wrongLength(name, size, size + 1);
    }
  }
}
