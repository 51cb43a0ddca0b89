package io.spillway.store.s3;

import io.spillway.base.Settings;
import io.spillway.store.WriteGuard;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** The multipart uploads that a server knows, by the SDK's own calls. */
public final class S3Uploads {
  private S3Uploads() {}

  /** The ids of all that are under way in a bucket. */
  public static List<String> of(S3Server server, String bucket) {
    return s3(server).listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
        .map(MultipartUpload::uploadId)
        .toList();
  }

  /** Begins one as somebody else would, and tells its id. */
  public static String begin(S3Server server, String bucket, String key) {
    return s3(server).createMultipartUpload(request -> request.bucket(bucket).key(key)).uploadId();
  }

  /** Ends one. */
  public static void abort(S3Server server, String bucket, String key, String uploadId) {
    s3(server).abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(uploadId));
  }

  private static S3Client s3(S3Server server) {
    Settings settings = Settings.of(server.settings());
    return new GuardedClient(
        S3Connection.shared(S3Settings.of(settings, "any")).s3(), WriteGuard.NONE);
  }
}
