package io.spillway.store.s3.direct;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The requests that are left to the SDK. Its client is made with the first of them, because loading
 * its classes takes longer than some exports.
 */
abstract class SdkOnDemand implements S3Client {
  private final Supplier<S3Client> maker;
  private volatile @Nullable S3Client made;

  SdkOnDemand(Supplier<S3Client> maker) {
    this.maker = maker;
  }

  /** Returns the SDK's client. */
  final S3Client sdk() {
    S3Client client = made;
    return client == null ? make() : client;
  }

  private synchronized S3Client make() {
    S3Client client = made;
    if (client == null) {
      client = maker.get();
      made = client;
    }
    return client;
  }

  @Override
  public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
    return sdk().createMultipartUpload(request);
  }

  @Override
  public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
    return sdk().uploadPart(request, body);
  }

  @Override
  public UploadPartCopyResponse uploadPartCopy(UploadPartCopyRequest request) {
    return sdk().uploadPartCopy(request);
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      CompleteMultipartUploadRequest request) {
    return sdk().completeMultipartUpload(request);
  }

  @Override
  public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
    return sdk().abortMultipartUpload(request);
  }

  @Override
  public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest request) {
    return sdk().listMultipartUploads(request);
  }

  @Override
  public ListPartsResponse listParts(ListPartsRequest request) {
    return sdk().listParts(request);
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    return sdk().headBucket(request);
  }

  @Override
  public final String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    S3Client client = made;
    if (client != null) {
      client.close();
    }
  }
}
