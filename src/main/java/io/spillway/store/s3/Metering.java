package io.spillway.store.s3;

import static java.util.Map.entry;

import io.spillway.store.CountedStream;
import io.spillway.store.Meter;
import io.spillway.store.Traffic.Kind;
import io.spillway.store.s3.direct.AttemptMeter;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * A count of each attempt of each request, and of the bytes of bodies, for the thread's {@link
 * Meter}; an interceptor of the SDK's client.
 */
final class Metering implements ExecutionInterceptor, AttemptMeter {
  private static final Map<Class<? extends SdkRequest>, Kind> KINDS =
      Map.ofEntries(
          entry(GetObjectRequest.class, Kind.GET),
          entry(HeadObjectRequest.class, Kind.HEAD),
          entry(HeadBucketRequest.class, Kind.HEAD),
          entry(ListObjectsV2Request.class, Kind.LIST),
          entry(ListMultipartUploadsRequest.class, Kind.LIST),
          entry(ListPartsRequest.class, Kind.LIST),
          entry(PutObjectRequest.class, Kind.PUT),
          entry(CopyObjectRequest.class, Kind.COPY),
          entry(DeleteObjectRequest.class, Kind.DELETE),
          entry(DeleteObjectsRequest.class, Kind.DELETE),
          entry(CreateMultipartUploadRequest.class, Kind.CREATE_MULTIPART_UPLOAD),
          entry(UploadPartRequest.class, Kind.UPLOAD_PART),
          entry(UploadPartCopyRequest.class, Kind.UPLOAD_PART_COPY),
          entry(CompleteMultipartUploadRequest.class, Kind.COMPLETE_MULTIPART_UPLOAD),
          entry(AbortMultipartUploadRequest.class, Kind.ABORT_MULTIPART_UPLOAD));

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    String length = context.httpRequest().firstMatchingHeader("Content-Length").orElse("0");
    sending(context.request(), Long.parseLong(length));
  }

  @Override
  public void sending(SdkRequest request, long bytes) {
    Meter meter = Meter.current();
    meter.count(KINDS.getOrDefault(request.getClass(), Kind.OTHER));
    meter.add(Kind.SENT, bytes);
  }

  @Override
  public InputStream received(InputStream body) {
    return new Received(body, Meter.current());
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context.responseBody().map(this::received);
  }

  /**
   * {@inheritDoc} Counts the bytes of copied parts. The request of a whole copy does not state the
   * size, so {@link S3Calls#copy} counts it.
   */
  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    if (context.request() instanceof UploadPartCopyRequest part) {
      Matcher range = RANGE.matcher(String.valueOf(part.copySourceRange()));
      if (range.matches()) {
        Meter.current()
            .add(Kind.COPIED, Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1);
      }
    }
  }

  /** A received body, through which the SDK can abort the connection. */
  private static final class Received extends CountedStream implements Abortable {
    private final @Nullable Abortable connection;

    Received(InputStream body, Meter meter) {
      super(body, meter, Kind.RECEIVED);
      this.connection = body instanceof Abortable abortable ? abortable : null;
    }

    @Override
    public void abort() {
      if (connection != null) {
        connection.abort();
      }
    }
  }
}
