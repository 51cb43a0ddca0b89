package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store whose server answers as a test says. */
abstract class AnsweredStore {
  static final String MD5_OF_ABC = "900150983cd24fb0d6963f7d28e17f72";

  final List<HttpExchange> got = new ArrayList<>();
  HttpServer server;
  ObjectStore store;
  Answer answer = new Answer(200, "");
  List<Answer> answers = List.of();

  record Answer(int status, String body, String... headers) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(2));
    server.createContext("/", this::handle);
    server.start();
    store = open(Map.of());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  ObjectStore open(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + server.getAddress().getPort());
    settings.put("fs.s3a.access.key", "AKIASECRET");
    settings.put("fs.s3a.secret.key", "hush-hush");
    settings.put("fs.s3a.attempts.maximum", "2");
    settings.putAll(more);
    return S3Store.open(Location.parse("s3://bucket/"), Settings.of(settings), S3Limits.DEFAULT);
  }

  void handle(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    synchronized (got) {
      answer = got.size() < answers.size() ? answers.get(got.size()) : answer;
      got.add(exchange);
    }
    for (int i = 0; i < answer.headers().length; i += 2) {
      exchange.getResponseHeaders().add(answer.headers()[i], answer.headers()[i + 1]);
    }
    exchange.getResponseHeaders().add("x-amz-request-id", "REQ1");
    byte[] body = answer.body().getBytes(UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
    if (!head && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  static Answer error(int status, String code, String... headers) {
    return new Answer(
        status,
        "<Error><Code>" + code + "</Code><Message>AKIASECRET said</Message></Error>",
        headers);
  }

  StoreException failure(ThrowingCallable call) {
    StoreException failure = catchThrowableOfType(StoreException.class, call);
    assertThat(failure.getMessage())
        .contains("s3://bucket/a")
        .doesNotContain("AKIASECRET", "hush-hush", "Signature=");
    StringWriter whole = new StringWriter();
    failure.printStackTrace(new PrintWriter(whole));
    assertThat(whole.toString()).doesNotContain("hush-hush", "Signature=");
    return failure;
  }

  StoreException writeFailure() {
    return failure(() -> store.write("a", Body.of("abc".getBytes(UTF_8)), Attributes.NONE));
  }

  StoreException readFailure() {
    return failure(() -> store.open("a", 0));
  }

  StoreException copyFailure() {
    return failure(() -> store.copy(store, "a", MD5_OF_ABC, 3, "b", Attributes.NONE));
  }
}
