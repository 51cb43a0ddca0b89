package io.spillway.source.lakefs.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.ApiClient;
import io.spillway.store.RetryPolicy;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;

/** A server that gives the answers it is told to, by the path of a request as it came. */
public final class FakeServer implements Closeable {
  static final String SECRET = "s3cr3t-of-the-test";
  static final String REQUEST_ID = "6ad9fd6b-aaba-4f46-8f0f";

  /** A request as it came: nothing decoded. */
  record Request(String target, Map<String, String> headers, int clientPort) {}

  /** An answer; a length beyond the body's is a promise that is broken, and a hang never ends. */
  public record Answer(
      int status, Map<String, String> headers, byte[] body, long length, boolean hangs) {
    static Answer of(int status, String type, String body) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return new Answer(status, Map.of("Content-Type", type), bytes, bytes.length, false);
    }

    public static Answer json(int status, String body) {
      return of(status, "application/json", body).with("X-Request-Id", REQUEST_ID);
    }

    public static Answer bytes(byte[] body) {
      return new Answer(200, Map.of("ETag", "\"0123abcd\""), body, body.length, false);
    }

    Answer with(String name, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(name, value);
      return new Answer(status, more, body, length, hangs);
    }

    Answer promising(long promised) {
      return new Answer(status, headers, body, promised, hangs);
    }

    Answer withStatus(int other) {
      return new Answer(other, headers, body, length, hangs);
    }

    Answer hanging() {
      return new Answer(status, headers, body, length, true);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Deque<Answer> first = new ConcurrentLinkedDeque<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public FakeServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** The origin, without a path. */
  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A client that sends each request once. */
  public LakeFsClient client() {
    return client(RetryPolicy.NONE);
  }

  LakeFsClient client(RetryPolicy retries) {
    return LakeFsClient.of(new ApiClient(origin(), "key-of-the-test", SECRET).with(retries));
  }

  LakeFsClient impatientClient() {
    Configuration settings = new Configuration(false);
    settings.set(ApiClient.URL, origin());
    settings.set(ApiClient.ACCESS_KEY, "key-of-the-test");
    settings.set(ApiClient.SECRET_KEY, SECRET);
    settings.set(ApiClient.READ_TIMEOUT, "1");
    return LakeFsClient.of(new ApiClient(settings).with(RetryPolicy.NONE));
  }

  /** Answers a path under {@code /api/v1}, whatever its query. */
  public FakeServer on(String path, Answer answer) {
    answers.put("/api/v1" + path, answer);
    return this;
  }

  /** Answers the next requests in this way, before all other answers. */
  FakeServer first(Answer... once) {
    first.addAll(List.of(once));
    return this;
  }

  /** Answers all that is not answered otherwise. */
  FakeServer onAnything(Answer answer) {
    answers.put("", answer);
    return this;
  }

  /** Answers as was recorded. */
  public FakeServer replay(String... names) throws IOException {
    for (String name : names) {
      JsonNode recorded = Fixtures.response(name);
      String path = recorded.at("/request/path").asText().replaceAll("\\?.*", "");
      JsonNode response = recorded.get("response");
      Answer answer =
          Answer.of(
              response.get("status").asInt(),
              response.get("contentType").asText(),
              response.get("body").asText());
      answers.put(path, answer.with("X-Request-Id", REQUEST_ID));
    }
    return this;
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      String target = exchange.getRequestURI().toString();
      requests.add(new Request(target, headers, exchange.getRemoteAddress().getPort()));
      answer(exchange, answerTo(target.replaceAll("\\?.*", "")));
    }
  }

  private Answer answerTo(String path) {
    Answer once = first.poll();
    if (once != null) {
      return once;
    }
    return Optional.ofNullable(answers.getOrDefault(path, answers.get("")))
        .orElseGet(() -> Answer.json(404, "{\"message\":\"not found\"}"));
  }

  private void answer(HttpExchange exchange, Answer answer) throws IOException {
    boolean silent = answer.hangs() && answer.body().length == 0;
    if (silent) {
      awaitClosing();
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), answer.length() == 0 ? -1 : answer.length());
    OutputStream out = exchange.getResponseBody();
    out.write(answer.body());
    out.flush();
    if (answer.hangs()) {
      awaitClosing();
    }
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
