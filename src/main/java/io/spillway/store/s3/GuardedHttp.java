package io.spillway.store.s3;

import io.spillway.store.WriteGuard;
import io.spillway.store.WriteRefusedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.exception.NonRetryableException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * An HTTP client that asks the guard before each attempt of a request that may change something,
 * after all waits except the one for a connection, and while its body is sent. An attempt that is
 * under way when the permission lapses is aborted, also while it waits for a connection. An attempt
 * therefore never outlasts the permission, but may take as long as it needs if the permission is
 * renewed.
 *
 * <p>INVARIANT: only GET and HEAD pass without a guard; every other request needs one, even if it
 * is {@link WriteGuard#NONE}.
 */
final class GuardedHttp implements SdkHttpClient {
  private final SdkHttpClient http;

  GuardedHttp(SdkHttpClient http) {
    this.http = http;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    SdkHttpMethod method = request.httpRequest().method();
    if (method == SdkHttpMethod.GET || method == SdkHttpMethod.HEAD) {
      return http.prepareRequest(request);
    }
    WriteGuard guard = GuardedClient.current();
    if (guard == null) {
      throw new IllegalStateException("Invalid request: a " + method + " needs a guard");
    }
    return guard == WriteGuard.NONE
        ? http.prepareRequest(request)
        : new Attempt(http.prepareRequest(guarded(request, guard)), guard);
  }

  private static HttpExecuteRequest guarded(HttpExecuteRequest request, WriteGuard guard) {
    return HttpExecuteRequest.builder()
        .request(request.httpRequest())
        .contentStreamProvider(
            request.contentStreamProvider().map(body -> guarded(body, guard)).orElse(null))
        .metricCollector(request.metricCollector().orElse(null))
        .build();
  }

  private static ContentStreamProvider guarded(ContentStreamProvider body, WriteGuard guard) {
    return () -> new Body(body.newStream(), guard);
  }

  @Override
  public void close() {
    http.close();
  }

  @Override
  public String clientName() {
    return http.clientName();
  }

  private record Attempt(ExecutableHttpRequest request, WriteGuard guard)
      implements ExecutableHttpRequest {
    @Override
    public HttpExecuteResponse call() throws IOException {
      try (WriteGuard.Permit ignored = guard.begin(request::abort)) {
        return request.call();
      } catch (WriteRefusedException e) {
        throw refused(e);
      } catch (IOException | RuntimeException e) {
        Optional<String> why = guard.refusal();
        if (why.isPresent()) {
          // The cause is omitted: the SDK would search it for a failure that is worth another
          // attempt.
          throw refused(new WriteRefusedException(why.get()));
        }
        throw e;
      }
    }

    private static NonRetryableException refused(WriteRefusedException refusal) {
      return NonRetryableException.create(String.valueOf(refusal.getMessage()), refusal);
    }

    @Override
    public void abort() {
      request.abort();
    }
  }

  /** A body that stops being sent after the permission has lapsed. */
  private static final class Body extends FilterInputStream {
    private final WriteGuard guard;

    Body(InputStream in, WriteGuard guard) {
      super(in);
      this.guard = guard;
    }

    @Override
    public int read() throws IOException {
      require();
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      require();
      return super.read(bytes, from, count);
    }

    private void require() {
      guard
          .refusal()
          .ifPresent(
              why -> {
                throw new WriteRefusedException(why);
              });
    }
  }
}
