package io.spillway.source.lakefs.api;

import com.google.gson.JsonParseException;
import io.lakefs.clients.sdk.ApiException;
import io.spillway.base.Version;
import io.spillway.store.Meter;
import io.spillway.store.Traffic;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
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
 * Sends requests that lakeFS's SDK builds, and reads the answers itself: the SDK would save bodies
 * as files, and drop the request id of an answer that it cannot parse.
 *
 * <p>What is retried: OkHttp sends a request again, once, over a new connection when an idle one
 * turns out to be closed, and tries a host's other addresses when one does not connect. Nothing
 * else is, neither here nor by callers.
 */
final class Connection {
  // Requests that run at once are not limited here (they do not pass OkHttp's dispatcher): this is
  // how many connections are kept between them, as many as one executor uses by default.
  private static final int IDLE_CONNECTIONS = 64;
  private static final String CLIENT = "spillway/" + Version.text();

  /** Builds a request with the SDK. */
  interface SdkRequest {
    Call build() throws ApiException;
  }

  /** Reads a JSON answer. */
  interface Parser<T> {
    @Nullable T parse(String json) throws IOException;
  }

  private final OkHttpClient http;
  private final io.lakefs.clients.sdk.ApiClient sdk;
  private final ErrorMessages failures;

  Connection(LakeFsServer server) {
    this.http = http(server);
    this.sdk = new io.lakefs.clients.sdk.ApiClient(http);
    this.failures = new ErrorMessages(server);
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
        // lakeFS sends nobody elsewhere unless asked to; who does is no lakeFS (a sign-in page, a
        // plain http address), and must not see the credentials.
        .followRedirects(false)
        .followSslRedirects(false)
        .addNetworkInterceptor(Connection::counted)
        .build();
  }

  private static Response counted(Interceptor.Chain chain) throws IOException {
    Meter.current().request(Traffic.Kind.API);
    return chain.proceed(chain.request());
  }

  /** What the SDK's request builders need. */
  io.lakefs.clients.sdk.ApiClient sdk() {
    return sdk;
  }

  /** Says what went wrong. */
  ErrorMessages failures() {
    return failures;
  }

  /**
   * Asks for JSON.
   *
   * @param subject what errors say is asked for
   */
  <T> T read(String subject, SdkRequest request, Parser<T> parser) throws IOException {
    try (Response response = send(subject, build(request))) {
      if (response.code() != 200) {
        throw failures.refused(subject, response);
      }
      String json = text(subject, response);
      T answer = parse(json, parser);
      if (answer == null) {
        throw failures.notLakeFs(subject, response, ErrorMessages.whatCame(response));
      }
      return answer;
    }
  }

  private static <T> @Nullable T parse(String json, Parser<T> parser) throws IOException {
    try {
      return parser.parse(json);
    } catch (JsonParseException | IllegalArgumentException | IllegalStateException e) {
      return null; // no JSON, or not of this kind
    }
  }

  private String text(String subject, Response response) throws IOException {
    try (ResponseBody body = response.body()) {
      String text = body == null ? "" : body.string();
      Meter.current().received(text.length());
      return text;
    } catch (IOException e) {
      throw failures.silent(subject, e);
    }
  }

  /**
   * Asks where lakeFS sends a reader on to, without going there.
   *
   * @return an address, a secret by itself
   */
  String redirect(String subject, SdkRequest request) throws IOException {
    try (Response response = send(subject, build(request))) {
      String location = response.header("Location");
      if (response.isRedirect() && location != null) {
        return location;
      }
      throw response.isSuccessful()
          ? failures.notLakeFs(subject, response, "it sends on to nowhere")
          : failures.refused(subject, response);
    }
  }

  /** Asks for bytes: whatever the status, the caller reads the answer and closes it. */
  Answer open(String subject, SdkRequest request) throws IOException {
    // Compressed on the way, a body would not say its size.
    Request plain =
        build(request)
            .request()
            .newBuilder()
            .header("Accept-Encoding", "identity")
            .header("Accept", "*/*")
            .build();
    Call call = http.newCall(plain);
    return new Answer(call, send(subject, call));
  }

  /** A call and what came of it; cancelling the call gives the connection up without reading on. */
  record Answer(Call call, Response response) {}

  private Response send(String subject, Call call) throws IOException {
    try {
      return call.execute();
    } catch (InterruptedIOException e) {
      if (e instanceof SocketTimeoutException) {
        throw failures.silent(subject, e);
      }
      throw e; // this thread was asked to stop
    } catch (IOException e) {
      throw failures.silent(subject, e);
    }
  }

  private static Call build(SdkRequest request) {
    try {
      return request.build();
    } catch (ApiException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
