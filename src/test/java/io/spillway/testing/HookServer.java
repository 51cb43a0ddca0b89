package io.spillway.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes what is posted to it, and answers with one status after the other, the last one forever.
 */
public final class HookServer implements AutoCloseable {
  private final HttpServer server;
  private final Queue<Posted> posted = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> statuses = new ArrayDeque<>();
  private volatile Runnable look = () -> {};

  /** One request. */
  public record Posted(String method, String uri, String contentType, String body) {}

  private HookServer(List<Integer> statuses) throws IOException {
    this.statuses.addAll(statuses);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  /** One on a free port. */
  public static HookServer answering(Integer... statuses) throws IOException {
    return new HookServer(List.of(statuses));
  }

  /** Its address with such a path and query. */
  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Whenever something comes, this is looked at before it is answered. */
  public void looking(Runnable at) {
    look = at;
  }

  /** What came so far. */
  public List<Posted> posted() {
    return List.copyOf(posted);
  }

  private synchronized void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    posted.add(
        new Posted(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            body));
    look.run();
    int status = statuses.size() > 1 ? statuses.remove() : statuses.element();
    if (status / 100 == 3) {
      exchange.getResponseHeaders().add("Location", url("/elsewhere"));
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
