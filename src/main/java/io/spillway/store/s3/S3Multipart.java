package io.spillway.store.s3;

import io.spillway.store.Attributes;
import io.spillway.store.Digests;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A multipart upload. The object appears when it is completed; an upload that is not completed must
 * be aborted, or its parts remain and are billed. While an upload is under way, a note of it
 * exists.
 */
final class S3Multipart {
  /**
   * The tolerance for comparing times. S3 dates such an object by the begin of its upload, other
   * servers by its completion, in seconds and by clocks that are not synchronized.
   */
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  private final S3Calls calls;
  private final S3Notes notes;
  private final String key;
  private final Attributes attributes;
  private final String uploadId;
  private final boolean opaque;
  private final Optional<Instant> begun;

  private S3Multipart(
      S3Calls calls, String key, Attributes attributes, CreateMultipartUploadResponse created) {
    this.calls = calls;
    this.notes = calls.notes();
    this.key = key;
    this.attributes = attributes;
    this.uploadId = created.uploadId();
    this.opaque = S3Calls.isOpaque(created.serverSideEncryption(), created.sseCustomerAlgorithm());
    this.begun = S3Calls.date(created);
  }

  /**
   * Begins an upload, and writes its note.
   *
   * @throws StoreException if the upload could not be begun or noted; an upload that was begun is
   *     aborted
   */
  static S3Multipart begin(S3Calls calls, String key, Attributes attributes) throws StoreException {
    S3Multipart upload = create(calls, key, attributes);
    try {
      upload.notes.make(key, upload.uploadId);
      return upload;
    } catch (StoreException | RuntimeException e) {
      upload.abort(e);
      throw e;
    }
  }

  private static S3Multipart create(S3Calls calls, String key, Attributes attributes)
      throws StoreException {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(calls.bucket())
            .key(key)
            .contentType(S3Calls.typeOf(attributes))
            .metadata(S3Metadata.encoded(attributes.metadata()));
    try {
      return new S3Multipart(
          calls,
          key,
          attributes,
          calls.s3().createMultipartUpload(calls.writing().on(request).build()));
    } catch (SdkException e) {
      throw calls.explained("write", key, true, e);
    }
  }

  String uploadId() {
    return uploadId;
  }

  /**
   * Sends a part, which S3 rejects if it was damaged on the way.
   *
   * @param number the number of the part, from 1
   * @param length the number of bytes that belong to the part
   */
  CompletedPart send(int number, byte[] bytes, int length) throws IOException {
    String digest = S3Calls.digest(bytes, length);
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(calls.bucket())
            .key(key)
            .uploadId(uploadId)
            .partNumber(number)
            .contentMD5(S3Calls.base64(digest))
            .overrideConfiguration(S3Calls.patience(length))
            .build();
    try {
      UploadPartResponse sent = calls.s3().uploadPart(request, S3Calls.body(bytes, length));
      boolean noDigest = S3Calls.isOpaque(sent.serverSideEncryption(), sent.sseCustomerAlgorithm());
      calls.checked(key, length, S3Calls.unquoted(sent.eTag()), noDigest, digest);
      return CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build();
    } catch (SdkException e) {
      throw calls.explained("write", key, true, e);
    }
  }

  /**
   * Completes the upload, which makes the object appear.
   *
   * @param parts the parts in their order, with tags
   * @param size the total size in bytes
   * @throws StoreException {@code UNKNOWN} if no answer came and the object does not exist, or not
   *     yet, or cannot be identified as this upload's
   */
  WrittenObject complete(List<CompletedPart> parts, long size) throws IOException {
    String digest = digest(parts);
    WrittenObject written;
    try {
      CompleteMultipartUploadResponse done =
          calls
              .s3()
              .completeMultipartUpload(
                  request ->
                      request
                          .bucket(calls.bucket())
                          .key(key)
                          .uploadId(uploadId)
                          .multipartUpload(upload -> upload.parts(parts))
                          .overrideConfiguration(S3Calls.patience(size)));
      boolean noDigest = opaque || S3Calls.isOpaque(done.serverSideEncryption(), null);
      written = calls.checked(key, size, S3Calls.unquoted(done.eTag()), noDigest, digest);
    } catch (SdkException e) {
      StoreException failure = calls.explained("write", key, true, e);
      // S3 does not know the upload any more if an earlier attempt completed it and the answer was
      // lost.
      Optional<WrittenObject> made =
          failure.reason() == Reason.UNKNOWN
              ? readBack(size, parts.size(), digest, mayBeDone(e))
              : Optional.empty();
      written = made.orElseThrow(() -> failure);
    }
    notes.remove(key, uploadId);
    return written;
  }

  /**
   * Returns whether the upload may be completed. If the only attempt is answered with NoSuchUpload,
   * another process has aborted it.
   */
  private static boolean mayBeDone(SdkException failure) {
    return !S3Errors.code(failure).equals("NoSuchUpload")
        || (failure.numAttempts() != null && failure.numAttempts() > 1);
  }

  /**
   * Returns the existing object, if it is this upload's. A tag that is a digest proves it. If tags
   * are not digests and the request to complete got an ambiguous answer, then an object with equal
   * size and number of parts that is not older than this upload is this upload's: every one of its
   * parts was acknowledged.
   */
  private Optional<WrittenObject> readBack(long size, int parts, String digest, boolean mayBeDone)
      throws StoreException {
    Optional<HeadObjectResponse> there = calls.look(key);
    if (there.isEmpty() || there.get().contentLength() != size) {
      return Optional.empty();
    }
    HeadObjectResponse head = there.get();
    String etag = S3Calls.unquoted(head.eTag());
    boolean noDigest =
        opaque || S3Calls.isOpaque(head.serverSideEncryption(), head.sseCustomerAlgorithm());
    boolean isOurs =
        (!digest.isEmpty() && etag.equals(digest))
            || (noDigest && mayBeDone && etag.endsWith("-" + parts) && isNewEnough(head));
    return isOurs && carriesAttributes(head)
        ? Optional.of(new WrittenObject(size, etag, noDigest))
        : Optional.empty();
  }

  /**
   * Returns whether the attributes are this upload's: an older object can have equal bytes and
   * other attributes.
   */
  private boolean carriesAttributes(HeadObjectResponse head) {
    Attributes there = S3Calls.attributes(head.contentType(), head.metadata());
    return there.metadata().equals(attributes.metadata())
        && (attributes.contentType().isEmpty()
            || there.contentType().equals(attributes.contentType()));
  }

  private boolean isNewEnough(HeadObjectResponse head) {
    return head.lastModified() != null
        && begun.isPresent()
        && !head.lastModified().isBefore(begun.get().minus(CLOCKS));
  }

  /**
   * Aborts the upload; no part may be under way, or it would remain. A failure to abort is added as
   * suppressed to the failure that led here, and the note remains.
   */
  void abort(Throwable because) {
    try {
      notes.abort(key, uploadId);
      notes.remove(key, uploadId);
    } catch (StoreException e) {
      because.addSuppressed(e);
    }
  }

  /**
   * Returns S3's tag of an object in parts: the MD5 of the parts' MD5s, and the number of parts.
   * Empty if the tags are not digests.
   */
  private static String digest(List<CompletedPart> parts) {
    MessageDigest md5 = Digests.md5();
    for (CompletedPart part : parts) {
      String etag = S3Calls.unquoted(part.eTag());
      if (!etag.matches("[0-9a-f]{32}")) {
        return "";
      }
      md5.update(HexFormat.of().parseHex(etag));
    }
    return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
  }
}
