package io.spillway.store.s3;

import io.spillway.store.Attributes;
import io.spillway.store.Digests;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/**
 * An object that is put together from parts. It appears when it is completed; one that is not must
 * be aborted, or its parts stay and are paid for.
 */
final class S3Multipart {
  private final S3Calls calls;
  private final String key;
  private final String uploadId;

  private S3Multipart(S3Calls calls, String key, String uploadId) {
    this.calls = calls;
    this.key = key;
    this.uploadId = uploadId;
  }

  static S3Multipart begin(S3Calls calls, String key, Attributes attributes) throws StoreException {
    try {
      CreateMultipartUploadRequest request =
          CreateMultipartUploadRequest.builder()
              .bucket(calls.bucket())
              .key(key)
              .contentType(S3Calls.typeOf(attributes))
              .metadata(S3Metadata.encoded(attributes.metadata()))
              .build();
      return new S3Multipart(calls, key, calls.s3().createMultipartUpload(request).uploadId());
    } catch (SdkException e) {
      throw calls.explained("write", key, true, e);
    }
  }

  String uploadId() {
    return uploadId;
  }

  /**
   * Makes the object appear.
   *
   * @param parts in their order, with tags
   * @param size bytes in all
   * @throws StoreException {@code UNKNOWN} when no answer came and the object is not, or not yet,
   *     there
   */
  WrittenObject complete(List<CompletedPart> parts, long size) throws IOException {
    String digest = digest(parts);
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
      boolean opaque = S3Calls.isOpaque(done.serverSideEncryption(), null);
      return calls.checked(key, size, S3Calls.unquoted(done.eTag()), opaque, digest);
    } catch (SdkException e) {
      StoreException failure = calls.explained("write", key, true, e);
      // S3 knows no such upload when an earlier attempt completed it and the answer was lost.
      Optional<WrittenObject> made =
          failure.reason() == Reason.UNKNOWN ? readBack(size, digest) : Optional.empty();
      return made.orElseThrow(() -> failure);
    }
  }

  private Optional<WrittenObject> readBack(long size, String digest) throws StoreException {
    return calls
        .head(key)
        .filter(object -> object.size() == size && object.etag().equals(digest))
        .map(S3Multipart::written);
  }

  private static WrittenObject written(StoredObject object) {
    return new WrittenObject(object.size(), object.etag(), object.opaqueEtag());
  }

  /** Gives the parts up; a failure to do so is told beside the one that led here. */
  void abort(Throwable because) {
    try {
      calls
          .s3()
          .abortMultipartUpload(
              request -> request.bucket(calls.bucket()).key(key).uploadId(uploadId));
    } catch (SdkException e) {
      if (S3Errors.status(e) != 404) {
        because.addSuppressed(calls.explained("give up the parts of", key, true, e));
      }
    }
  }

  /**
   * S3's tag of an object in parts: the MD5 of the parts' MD5s, and how many there are. Empty when
   * the tags are none.
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
