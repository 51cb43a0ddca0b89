package io.spillway.store.s3.direct;

import io.spillway.store.Digests;
import io.spillway.store.s3.direct.Attempts.OtherRegionException;
import io.spillway.store.s3.direct.Attempts.Reading;
import io.spillway.store.s3.direct.XmlScanner.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.NonRetryableException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.S3Response;

/**
 * A client that sends the most frequent requests without the pipeline of the SDK, which costs
 * several times as much CPU as the request itself. Requests, answers and failures are the SDK's.
 *
 * <p>Everything else goes to the SDK's client: other operations, requests with settings that it
 * alone knows, and buckets that {@link Endpoints} leaves to it.
 */
public final class DirectClient extends SdkOnDemand {
  private static final String XML = "application/xml";

  private final DirectSettings settings;
  private final Endpoints endpoints;
  private final Attempts attempts;

  /** Creates a client. Sends nothing yet. */
  public DirectClient(DirectSettings settings) {
    super(settings.sdk());
    this.settings = settings;
    this.endpoints = new Endpoints(settings);
    this.attempts = new Attempts(settings);
  }

  @Override
  public CopyObjectResponse copyObject(CopyObjectRequest request) {
    String source = CopySource.of(request);
    if (source == null) {
      return sdk().copyObject(request);
    }
    return sent(
        request.destinationBucket(),
        endpoint ->
            plain(request, SdkHttpMethod.PUT, endpoint, request.destinationKey())
                .map(http -> http.header("x-amz-copy-source", source)),
        reading(CopyObjectResponse.class, CopyObjectResponse::builder),
        () -> sdk().copyObject(request));
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    // The MD5 is what binds the body to the signature.
    if (request.contentMD5() == null || body.optionalContentLength().isEmpty()) {
      return sdk().putObject(request, body);
    }
    return sent(
        request.bucket(),
        endpoint ->
            plain(request, SdkHttpMethod.PUT, endpoint, request.key())
                .map(http -> http.body(body, "")),
        withoutBody(PutObjectResponse.class, PutObjectResponse::builder),
        () -> sdk().putObject(request, body));
  }

  @Override
  public HeadObjectResponse headObject(HeadObjectRequest request) {
    return sent(
        request.bucket(),
        endpoint -> plain(request, SdkHttpMethod.HEAD, endpoint, request.key()),
        withoutBody(HeadObjectResponse.class, HeadObjectResponse::builder),
        () -> sdk().headObject(request));
  }

  @Override
  public <T> T getObject(
      GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
    return sent(
        request.bucket(),
        endpoint -> plain(request, SdkHttpMethod.GET, endpoint, request.key()),
        (answer, body) -> transformed(answer, body, transformer),
        () -> sdk().getObject(request, transformer));
  }

  @Override
  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
    return sent(
        request.bucket(),
        endpoint ->
            plain(request, SdkHttpMethod.GET, endpoint, "")
                .map(http -> http.parameter("list-type", "2")),
        (answer, body) ->
            UrlEncoding.decoded(
                read(ListObjectsV2Response.class, answer, body, ListObjectsV2Response.builder())),
        () -> sdk().listObjectsV2(request));
  }

  @Override
  public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
    return sent(
        request.bucket(),
        endpoint -> plain(request, SdkHttpMethod.DELETE, endpoint, request.key()),
        withoutBody(DeleteObjectResponse.class, DeleteObjectResponse::builder),
        () -> sdk().deleteObject(request));
  }

  @Override
  public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
    byte[] xml = DeletionXml.of(request.delete());
    if (xml == null) {
      return sdk().deleteObjects(request);
    }
    String md5 = Base64.getEncoder().encodeToString(Digests.md5().digest(xml));
    RequestBody body =
        RequestBody.fromContentProvider(() -> new ByteArrayInputStream(xml), xml.length, XML);
    return sent(
        request.bucket(),
        endpoint ->
            plain(request, SdkHttpMethod.POST, endpoint, "")
                .map(
                    http ->
                        http.flag("delete")
                            .header("content-md5", md5)
                            .body(body, SigV4.sha256Hex(xml))),
        reading(DeleteObjectsResponse.class, DeleteObjectsResponse::builder),
        () -> sdk().deleteObjects(request));
  }

  private Optional<DirectRequest> plain(
      S3Request request, SdkHttpMethod method, BucketEndpoint endpoint, String key) {
    return Optional.ofNullable(
        DirectRequest.of(request, method, endpoint, key, settings.attemptTimeout()));
  }

  /** Sends a request directly if that is possible, otherwise by the SDK. */
  private <T> T sent(
      @Nullable String bucket,
      Function<BucketEndpoint, Optional<DirectRequest>> prepared,
      Reading<T> reading,
      Supplier<T> bySdk) {
    Optional<DirectRequest> request =
        Optional.ofNullable(bucket).flatMap(endpoints::of).flatMap(prepared);
    if (request.isEmpty() || bucket == null) {
      return bySdk.get();
    }
    try {
      return attempts.send(request.get(), reading);
    } catch (OtherRegionException e) {
      endpoints.leave(bucket);
      return bySdk.get();
    }
  }

  /** Returns a reader of answers whose content is in their headers. */
  private static <R extends S3Response> Reading<R> withoutBody(
      Class<R> type, Supplier<? extends S3Response.Builder> builders) {
    return (answer, body) -> {
      Attempts.all(body);
      return built(type, answer, builders.get());
    };
  }

  private <R extends S3Response> Reading<R> reading(
      Class<R> type, Supplier<? extends S3Response.Builder> builders) {
    return (answer, body) -> read(type, answer, body, builders.get());
  }

  private <R extends S3Response> R read(
      Class<R> type, SdkHttpResponse answer, AbortableInputStream body, S3Response.Builder builder)
      throws IOException {
    XmlScanner xml = new XmlScanner(Attempts.all(body));
    if (xml.next() == Event.OPEN) {
      attempts.throwError(answer, xml);
      XmlModel.readRoot(xml, (SdkPojo) builder);
    } else {
      XmlModel.readNothing((SdkPojo) builder);
    }
    return built(type, answer, builder);
  }

  private static <R extends S3Response> R built(
      Class<R> type, SdkHttpResponse answer, S3Response.Builder builder) {
    HeaderModel.read(answer, (SdkPojo) builder);
    return type.cast(builder.sdkHttpResponse(answer).build());
  }

  private static <T> T transformed(
      SdkHttpResponse answer,
      AbortableInputStream body,
      ResponseTransformer<GetObjectResponse, T> transformer)
      throws IOException {
    GetObjectResponse got = built(GetObjectResponse.class, answer, GetObjectResponse.builder());
    try {
      return transformer.transform(got, body);
    } catch (RetryableException | AbortedException e) {
      body.abort();
      throw e;
    } catch (InterruptedException e) {
      body.abort();
      Thread.currentThread().interrupt();
      throw AbortedException.create("Interrupted while the answer was read", e);
    } catch (Exception e) {
      body.abort();
      // Another attempt might repeat what the transformer has passed on already.
      throw NonRetryableException.create("Unable to read the answer: " + e.getMessage(), e);
    }
  }
}
