package io.spillway.store.s3.direct;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;

/** The header that names the source of a copy. */
final class CopySource {
  private CopySource() {}

  /** Returns the header's value; null if it names more than a bucket, a key and a version. */
  static @Nullable String of(CopyObjectRequest request) {
    String bucket = request.sourceBucket();
    String key = request.sourceKey();
    boolean isNamed = bucket != null && key != null && !bucket.contains(":");
    if (!isNamed || request.getValueForField("CopySource", String.class).isPresent()) {
      return null;
    }
    String source = PercentEncoding.ofPath(bucket) + "/" + PercentEncoding.ofPath(key);
    return request.sourceVersionId() == null
        ? source
        : source + "?versionId=" + PercentEncoding.ofPath(request.sourceVersionId());
  }
}
