package io.spillway.source.lakefs.api;

import com.google.gson.JsonParseException;
import io.lakefs.clients.sdk.ApiException;
import io.spillway.base.Version;
import io.spillway.store.Meter;
import io.spillway.store.Retries;
import io.spillway.store.RetryPolicy;
import io.spillway.store.ServerWatch;
import io.spillway.store.Traffic;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * A connection that sends requests built by lakeFS's SDK and reads the answers itself. The SDK
 * would save bodies as files, and drop the request id of an answer that it cannot parse.
 *
 * <p>Retries: OkHttp sends a request again, once, over a new connection if an idle one turns out to
 * be closed, and tries a host's other addresses if one does not connect. All other retries happen
 * here, by the {@link RetryPolicy}; all requests only read, so each may be sent again.
 */
final class Connection {
  // The number of connections kept idle, as many as one executor uses by default. It does not limit
  // concurrent requests, because they bypass OkHttp's dispatcher.
  private static final int IDLE_CONNECTIONS = 64;
  private static final String CLIENT = "spillway/" + Version.text();

  /** A function that builds a request with the SDK. */
  interface SdkRequest {
    Call build() throws ApiException;
  }

  /** A parser of a JSON answer. */
  interface Parser<T> {
    @Nullable T parse(String json) throws IOException;
  }

  private final OkHttpClient http;
  private final io.lakefs.clients.sdk.ApiClient sdk;
  private final ErrorMessages failures;
  private final RetryPolicy retries;
  private final ServerWatch watch;

  Connection(LakeFsServer server) {
    this.http = http(server);
    this.sdk = new io.lakefs.clients.sdk.ApiClient(http);
    this.failures = new ErrorMessages(server);
    this.retries = server.retries();
    this.watch = new ServerWatch("lakeFS at " + server.url());
    sdk.setBasePath(server.url());
    if (server.token().isEmpty()) {
      sdk.setUsername(server.accessKey());
      sdk.setPassword(server.secretKey());
    } else {
      sdk.setBearerToken(server.token());
    }
    sdk.addDefaultHeader("X-Lakefs-Client", CLIENT);
    sdk.setUserAgent(CLIENT);
  }

  private static OkHttpClient http(LakeFsServer server) {
    return new OkHttpClient.Builder()
        .connectTimeout(server.connectionTimeout())
        .readTimeout(server.readTimeout())
        .writeTimeout(server.readTimeout())
        .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
        // lakeFS redirects only on request. Another server that redirects (a sign-in page, a plain
        // http address) is not lakeFS and must not see the credentials.
        .followRedirects(false)
        .followSslRedirects(false)
        .addNetworkInterceptor(Connection::counted)
        .build();
  }

  private static Response counted(Interceptor.Chain chain) throws IOException {
    Meter.current().count(Traffic.Kind.API);
    return chain.proceed(chain.request());
  }

  /** Returns the client that the SDK's request builders need. */
  io.lakefs.clients.sdk.ApiClient sdk() {
    return sdk;
  }

  /** Returns the error messages for this server. */
  ErrorMessages failures() {
    return failures;
  }

  /**
   * Sends a request and parses its JSON answer.
   *
   * @param subject the requested thing, for error messages
   */
  <T> T read(String subject, SdkRequest request, Parser<T> parser) throws IOException {
    Retries left = new Retries(retries, watch, Retries.Sleeper.SYSTEM);
    while (true) {
      try (Response response = send(subject, build(request), left).response()) {
        return answer(subject, response, parser);
      } catch (BrokenBody e) {
        if (!left.again("a broken answer", Duration.ZERO)) {
          throw failures.silent(subject, e.reason());
        }
      }
    }
  }

  private <T> T answer(String subject, Response response, Parser<T> parser) throws IOException {
    if (response.code() != 200) {
      throw failures.refused(subject, response);
    }
    T answer = parse(text(response), parser);
    if (answer == null) {
      throw failures.notLakeFs(subject, response, ErrorMessages.whatCame(response));
    }
    return answer;
  }

  /** Exception thrown if the connection breaks in the middle of a JSON answer. */
  private static final class BrokenBody extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException reason;

    BrokenBody(IOException reason) {
      super(reason);
      this.reason = reason;
    }

    IOException reason() {
      return reason;
    }
  }

  private static <T> @Nullable T parse(String json, Parser<T> parser) throws IOException {
    try {
      return parser.parse(json);
    } catch (JsonParseException | IllegalArgumentException | IllegalStateException e) {
      return null; // not JSON, or not of this kind
    }
  }

  private static String text(Response response) throws IOException {
    try (ResponseBody body = response.body()) {
      String text = body == null ? "" : body.string();
      Meter.current().add(Traffic.Kind.RECEIVED, text.length());
      return text;
    } catch (IOException e) {
      throw Retries.isPassing(e) ? new BrokenBody(e) : e;
    }
  }

  /**
   * Sends a request and returns the address that lakeFS redirects to, without following it.
   *
   * @return an address, which is itself a secret
   */
  String redirect(String subject, SdkRequest request) throws IOException {
    try (Response response = send(subject, build(request)).response()) {
      String location = response.header("Location");
      if (response.isRedirect() && location != null) {
        return location;
      }
      throw response.isSuccessful()
          ? failures.notLakeFs(subject, response, "it sends on to nowhere")
          : failures.refused(subject, response);
    }
  }

  /** Sends a request for bytes. Whatever the status, the caller reads and closes the answer. */
  Answer open(String subject, SdkRequest request) throws IOException {
    // A body compressed in transit would not report its size.
    Request plain =
        build(request)
            .request()
            .newBuilder()
            .header("Accept-Encoding", "identity")
            .header("Accept", "*/*")
            .build();
    return send(subject, http.newCall(plain));
  }

  /**
   * A call and its response. Cancelling the call closes the connection without reading the rest.
   */
  record Answer(Call call, Response response) {}

  private Answer send(String subject, Call call) throws IOException {
    return send(subject, call, new Retries(retries, watch, Retries.Sleeper.SYSTEM));
  }

  /** Sends a request until it is answered otherwise than by a failure that may pass. */
  private Answer send(String subject, Call first, Retries left) throws IOException {
    for (Call call = first; ; call = call.clone()) {
      try {
        Response response = call.execute();
        watch.answered(response.code());
        if (!isToRepeat(response, left)) {
          return new Answer(call, response);
        }
        response.close();
      } catch (IOException e) {
        if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
          throw e; // this thread was interrupted
        }
        if (!Retries.isPassing(e) || !left.again("no answer", Duration.ZERO)) {
          throw failures.silent(subject, e);
        }
      }
    }
  }

  private static boolean isToRepeat(Response response, Retries left) throws IOException {
    int status = response.code();
    if (!Retries.isPassing(status)) {
      return false;
    }
    if (Retries.isBusy(status)) {
      Meter.current().count(Traffic.Kind.THROTTLES);
    }
    return left.again("status " + status, Retries.asked(response.header("Retry-After")));
  }

  /** Returns the record of whether the server answers. */
  ServerWatch watch() {
    return watch;
  }

  private static Call build(SdkRequest request) {
    try {
      return request.build();
    } catch (ApiException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
