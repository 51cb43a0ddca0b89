package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** An HTTP client that sends nothing: it notes each request, and answers as it was told. */
final class RecordingHttp implements SdkHttpClient {
  /** Headers that the SDK adds for its own statistics, and its signature. */
  private static final Set<String> OF_SDK =
      Set.of(
          "amz-sdk-invocation-id", "amz-sdk-request", "user-agent", "authorization", "x-amz-date");

  private final List<Sent> sent = new ArrayList<>();
  private final Deque<Answer> later = new ArrayDeque<>();
  private Answer answer = Answer.of(200, "");
  private int broken;
  private boolean stalls;

  /** An answer to all requests until the next is set. */
  record Answer(int status, String reason, Map<String, String> headers, byte[] body) {
    static Answer of(int status, String body) {
      return new Answer(status, "Reason", Map.of(), body.getBytes(UTF_8));
    }

    @Override
    public String toString() {
      return status + " " + headers + " " + new String(body, UTF_8);
    }
  }

  /** A request and its body. */
  record Sent(SdkHttpRequest request, byte[] body) {
    boolean isDirect() {
      return !request.headers().containsKey("amz-sdk-invocation-id");
    }

    String header(String name) {
      return request.firstMatchingHeader(name).orElse("");
    }

    String authorization() {
      return header("Authorization");
    }

    /** All that should be equal in requests of both clients, in a form that shows differences. */
    SortedMap<String, String> comparable() {
      SortedMap<String, String> all = new TreeMap<>();
      request
          .headers()
          .forEach(
              (name, values) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (!OF_SDK.contains(lower)) {
                  all.put(lower, String.valueOf(values));
                }
              });
      all.put("", request.method() + " " + request.getUri().toString().replaceFirst("\\?.*", ""));
      SortedSet<String> query = new TreeSet<>();
      query.addAll(List.of(String.valueOf(request.getUri().getRawQuery()).split("&")));
      all.put("query", query.toString());
      all.put("body", HexFormat.of().formatHex(body));
      all.put("scope", authorization().replaceFirst(".*Credential=[^/]*/\\d*/([^,]*),.*", "$1"));
      all.put(
          "signed",
          authorization()
              .replaceFirst(".*SignedHeaders=([^,]*),.*", "$1")
              .replaceAll("amz-sdk-[^;]*;", ""));
      return all;
    }

    /** The header by which the SDK signs the same request. */
    String authorizationBySdk(String secret) {
      String[] scope = authorization().replaceFirst(".*Credential=([^,]*),.*", "$1").split("/");
      SdkHttpRequest.Builder unsigned = request.toBuilder().removeHeader("Authorization");
      String token = header("x-amz-security-token");
      Instant time =
          Instant.from(
              DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX", Locale.ROOT)
                  .withZone(ZoneOffset.UTC)
                  .parse(header("x-amz-date")));
      ContentStreamProvider payload = () -> new ByteArrayInputStream(body);
      return new SignedDigest()
          .signer()
          .sign(
              builder ->
                  builder
                      .identity(
                          token.isEmpty()
                              ? AwsBasicCredentials.create(scope[0], secret)
                              : software.amazon.awssdk.auth.credentials.AwsSessionCredentials
                                  .create(scope[0], secret, token))
                      .request(unsigned.removeHeader("x-amz-security-token").build())
                      .payload(body.length == 0 ? null : payload)
                      .putProperty(AwsV4HttpSigner.REGION_NAME, scope[2])
                      .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, scope[3])
                      .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                      .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                      .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                      .putProperty(
                          AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC)))
          .request()
          .firstMatchingHeader("Authorization")
          .orElseThrow();
    }
  }

  /** Answers all requests from now on. */
  void answer(Answer next) {
    answer = next;
  }

  /** Answers all requests after the next one. */
  void then(Answer next) {
    later.add(next);
  }

  /** Breaks the connections of the next requests. */
  void breakNext(int requests) {
    broken = requests;
  }

  /** Answers no request until it is aborted. */
  void stall() {
    stalls = true;
  }

  Sent last() {
    return sent.get(sent.size() - 1);
  }

  List<Sent> all() {
    return sent;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    sent.add(new Sent(request.httpRequest(), body(request)));
    boolean isHead = request.httpRequest().method() == SdkHttpMethod.HEAD;
    CountDownLatch aborted = new CountDownLatch(1);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        if (broken > 0) {
          broken--;
          throw new IOException("broken");
        }
        if (stalls) {
          await(aborted);
        }
        Answer now = answer;
        answer = later.isEmpty() ? answer : later.poll();
        SdkHttpFullResponse.Builder response = SdkHttpResponse.builder();
        response.statusCode(now.status).statusText(now.reason);
        now.headers.forEach(response::putHeader);
        return HttpExecuteResponse.builder()
            .response(response.build())
            .responseBody(
                isHead ? null : AbortableInputStream.create(new ByteArrayInputStream(now.body)))
            .build();
      }

      @Override
      public void abort() {
        aborted.countDown();
      }
    };
  }

  private static void await(CountDownLatch aborted) throws IOException {
    try {
      aborted.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("aborted");
  }

  private static byte[] body(HttpExecuteRequest request) {
    if (request.contentStreamProvider().isEmpty()) {
      return new byte[0];
    }
    try (InputStream body = request.contentStreamProvider().get().newStream()) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
