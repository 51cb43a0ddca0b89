package io.spillway.store.s3.direct;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/** One request as HTTP sends it; signed anew for each attempt. */
final class DirectRequest {
  private static final String AGENT = "spillway";
  private static final String CONTENT_HASH = "x-amz-content-sha256";

  private final S3Request model;
  private final SdkHttpMethod method;
  private final BucketEndpoint endpoint;
  private final String path;
  private final SortedMap<String, String> headers = new TreeMap<>();
  private final SortedMap<String, String> query = new TreeMap<>();
  private final Duration timeout;
  private @Nullable RequestBody body;
  private @Nullable String flag;
  private String contentHash = SigV4.UNSIGNED_PAYLOAD;

  private DirectRequest(
      S3Request model,
      SdkHttpMethod method,
      BucketEndpoint endpoint,
      String key,
      Duration timeout) {
    this.model = model;
    this.method = method;
    this.endpoint = endpoint;
    this.path = endpoint.pathOf(key);
    this.timeout = timeout;
  }

  /**
   * Returns a request without a body.
   *
   * @param key the object's key; empty for a request to the bucket
   * @param timeout the time limit of an attempt, unless the model has one of its own
   * @return the request; null if the model asks for more than headers and a query can say
   */
  static @Nullable DirectRequest of(
      S3Request model,
      SdkHttpMethod method,
      BucketEndpoint endpoint,
      String key,
      Duration timeout) {
    RequestOverrides overrides = RequestOverrides.of(model);
    if (!overrides.isKnown()) {
      return null;
    }
    DirectRequest request =
        new DirectRequest(model, method, endpoint, key, overrides.timeout().orElse(timeout));
    if (!RequestFields.write(model, request.headers, request.query)) {
      return null;
    }
    overrides
        .headers()
        .forEach(
            (name, values) ->
                request.headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return request;
  }

  DirectRequest header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  DirectRequest parameter(String name, String value) {
    query.put(name, value);
    return this;
  }

  /** Adds a parameter without a value. */
  DirectRequest flag(String name) {
    flag = name;
    return parameter(name, "");
  }

  /**
   * Adds a body.
   *
   * @param hash its SHA-256; empty to leave it out of the signature
   */
  DirectRequest body(RequestBody content, String hash) {
    body = content;
    contentHash = hash.isEmpty() ? SigV4.UNSIGNED_PAYLOAD : hash;
    headers.putIfAbsent("content-type", content.contentType());
    headers.put("content-length", String.valueOf(size()));
    return this;
  }

  S3Request model() {
    return model;
  }

  Duration timeout() {
    return timeout;
  }

  boolean isHead() {
    return method == SdkHttpMethod.HEAD;
  }

  /** Returns the size of the body in bytes. */
  long size() {
    return body == null ? 0 : body.optionalContentLength().orElse(0L);
  }

  /**
   * Returns the request of one attempt.
   *
   * @param credentials those of anonymous users leave it unsigned
   */
  HttpExecuteRequest signed(AwsCredentials credentials, Instant time) {
    SortedMap<String, String> all = new TreeMap<>(headers);
    all.put("host", endpoint.hostHeader());
    if (credentials.accessKeyId() != null) {
      // TLS protects the body as well as its hash would.
      String hash = endpoint.isPlain() ? contentHash : SigV4.UNSIGNED_PAYLOAD;
      all.put(CONTENT_HASH, hash);
      String signedPath = path.isEmpty() ? "/" : path;
      endpoint
          .signer()
          .sign(method.name(), signedPath, canonicalQuery(), all, hash, credentials, time);
    }
    SdkHttpRequest.Builder http =
        SdkHttpRequest.builder()
            .method(method)
            .protocol(endpoint.protocol())
            .host(endpoint.host())
            .port(endpoint.port())
            .encodedPath(path)
            .putHeader("User-Agent", AGENT);
    all.forEach(http::putHeader);
    for (Map.Entry<String, String> one : query.entrySet()) {
      // Some servers know a parameter without a value only without an equals sign.
      String value = one.getKey().equals(flag) ? null : one.getValue();
      http.putRawQueryParameter(one.getKey(), value);
    }
    return HttpExecuteRequest.builder()
        .request(http.build())
        .contentStreamProvider(body == null ? null : body.contentStreamProvider())
        .build();
  }

  private String canonicalQuery() {
    SortedMap<String, String> encoded = new TreeMap<>();
    query.forEach(
        (name, value) ->
            encoded.put(PercentEncoding.ofQuery(name), PercentEncoding.ofQuery(value)));
    StringBuilder canonical = new StringBuilder();
    encoded.forEach(
        (name, value) ->
            canonical
                .append(canonical.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(value));
    return canonical.toString();
  }
}
