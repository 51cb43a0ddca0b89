package io.spillway.store.s3;

import static io.spillway.store.StoreException.Reason.REFUSED;

import io.spillway.base.Location;
import io.spillway.store.Attributes;
import io.spillway.store.StoreException;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * A copy of one large object inside S3 in parts, several at once; each is guarded by the source's
 * tag.
 */
final class S3PartCopy {
  private final S3Calls calls;
  private final S3Limits limits;
  private final S3CopyGuards guards;
  private boolean guarded;

  S3PartCopy(S3Calls calls, S3Limits limits, S3CopyGuards guards) {
    this.calls = calls;
    this.limits = limits;
    this.guards = guards;
  }

  /** Returns whether the server refuses parts of a source with another tag. Valid after a copy. */
  boolean isGuarded() {
    return guarded;
  }

  WrittenObject copy(Location source, String ifMatch, long size, String key, Attributes attributes)
      throws IOException {
    S3Multipart upload = S3Multipart.begin(calls, key, attributes);
    try {
      // A server that ignores the tag accepts the test part, which the first part overwrites.
      S3Limits.Part first = limits.copyParts(size).get(0);
      guarded =
          guards.refusesOthers(source.authority(), tag -> copy(upload, source, tag, first, key));
      List<Callable<CompletedPart>> copies =
          limits.copyParts(size).stream()
              .map(part -> (Callable<CompletedPart>) () -> copy(upload, source, ifMatch, part, key))
              .toList();
      WrittenObject written = upload.complete(S3Threads.all(copies), size);
      return new WrittenObject(-1, written.etag(), written.opaqueEtag());
    } catch (IOException | RuntimeException e) {
      upload.abort(e);
      throw e;
    }
  }

  private CompletedPart copy(
      S3Multipart upload, Location source, String ifMatch, S3Limits.Part part, String key)
      throws StoreException {
    UploadPartCopyRequest request =
        UploadPartCopyRequest.builder()
            .sourceBucket(source.authority())
            .sourceKey(source.path())
            .copySourceIfMatch(S3Calls.quoted(ifMatch))
            .copySourceRange("bytes=" + part.first() + "-" + part.last())
            .destinationBucket(calls.bucket())
            .destinationKey(key)
            .uploadId(upload.uploadId())
            .partNumber(part.number())
            .overrideConfiguration(S3Calls.patience(part.size()))
            .build();
    try {
      CopyPartResult copied = calls.s3().uploadPartCopy(request).copyPartResult();
      if (copied == null || copied.eTag() == null) {
        throw new StoreException(
            REFUSED, "Cannot copy " + source + ": S3 gave part " + part.number() + " no tag.");
      }
      return CompletedPart.builder().partNumber(part.number()).eTag(copied.eTag()).build();
    } catch (SdkException e) {
      throw calls.partFailure(source, key, e);
    }
  }
}
