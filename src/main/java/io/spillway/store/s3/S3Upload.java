package io.spillway.store.s3;

import io.spillway.Location;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.StoreException;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Writes a large object from a stream in parts, several on their way while the next is read, with
 * the memory of one part to {@link PartsInFlight#WIDTH}.
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
        parts.submit(buffer, () -> send(upload, key, next, buffer.bytes(), length));
      }
      checkEnd(calls.name(key), stream, size);
      return parts.all();
    }
  }

  private CompletedPart send(S3Multipart upload, String key, int number, byte[] bytes, int length)
      throws IOException {
    String digest = S3Calls.digest(bytes, length);
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(calls.bucket())
            .key(key)
            .uploadId(upload.uploadId())
            .partNumber(number)
            .contentMD5(S3Calls.base64(digest))
            .overrideConfiguration(S3Calls.patience(length))
            .build();
    try {
      UploadPartResponse sent = calls.s3().uploadPart(request, S3Calls.body(bytes, length));
      boolean opaque = S3Calls.isOpaque(sent.serverSideEncryption(), sent.sseCustomerAlgorithm());
      calls.checked(key, length, S3Calls.unquoted(sent.eTag()), opaque, digest);
      return CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build();
    } catch (SdkException e) {
      throw calls.explained("write", key, true, e);
    }
  }

  /** Reads so many bytes; what comes before and the whole size are for the message. */
  static void fill(
      Location name, InputStream stream, byte[] bytes, int length, long before, long size)
      throws IOException {
    int read = stream.readNBytes(bytes, 0, length);
    if (read < length) {
      throw StoreException.wrongLength(name, size, before + read);
    }
  }

  /** Nothing may follow. */
  static void checkEnd(Location name, InputStream stream, long size) throws IOException {
    if (stream.read() >= 0) {
      throw StoreException.wrongLength(name, size, size + 1);
    }
  }
}
