package io.spillway.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP server, which listens on loopback, authenticates requests, and turns exceptions into
 * responses.
 */
final class Server implements Closeable {
  static final String NAME = "spillway-sandbox";

  private static final System.Logger LOG = System.getLogger(Server.class.getName());
  private static final String API = "/api/v1/";
  private static final int BACKLOG = 1024;

  static {
    // Without this, each small response on a kept-alive connection waits 40 ms for the client's
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer http;
  private final ExecutorService threads;
  private final String authorization;
  private final Routes routes;
  private final RequestLog traffic = new RequestLog();

  Server(int port, String accessKey, String secretKey, Routes routes) throws IOException {
    this.routes = routes;
    this.authorization = basic(accessKey, secretKey);
    this.http = bind(port);
    this.threads = Executors.newCachedThreadPool(Server::daemon);
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  private static HttpServer bind(int port) throws IOException {
    InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    try {
      return HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
    } catch (BindException e) {
      throw new IOException(
          "Cannot listen on port " + port + ": another program does. Choose another.", e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, NAME);
    thread.setDaemon(true);
    return thread;
  }

  private static String basic(String accessKey, String secretKey) {
    byte[] pair = (accessKey + ":" + secretKey).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  int port() {
    return http.getAddress().getPort();
  }

  RequestLog traffic() {
    return traffic;
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      exchange.getResponseHeaders().set("X-Request-Id", UUID.randomUUID().toString());
      exchange.getResponseHeaders().set("Server", NAME);
      answer(exchange);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "An answer did not reach its client", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    HttpCall call;
    try {
      call = new HttpCall(exchange);
    } catch (Refusal e) {
      exchange.sendResponseHeaders(e.status(), -1);
      return;
    }
    try {
      Optional<Refusal> refusal = traffic.add(request(exchange));
      if (refusal.isPresent()) {
        call.fail(refusal.get().status(), String.valueOf(refusal.get().getMessage()));
      } else {
        route(call, exchange.getRequestURI().getRawPath());
      }
    } catch (Refusal e) {
      call.fail(e.status(), String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      String what = call.method() + " " + call.segments();
      if (call.hasBegun()) {
        throw new IOException("An answer broke off: " + what, e);
      }
      LOG.log(Level.WARNING, "Cannot answer " + what, e);
      call.fail(500, String.valueOf(e.getMessage()));
    }
  }

  private static Request request(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query == null ? "" : query);
  }

  private void route(HttpCall call, String path) throws IOException {
    if (!path.startsWith(API)) {
      call.answer(path.equals("/") ? 200 : 404, "text/plain; charset=utf-8", greeting());
    } else if (path.equals(API + "healthcheck")) {
      call.answer(204);
    } else if (!mayAsk(call)) {
      call.fail(401, "error authenticating request");
    } else {
      routes.serve(call);
    }
  }

  private static String greeting() {
    return "This is Spillway's sandbox, not lakeFS. It serves a part of lakeFS's API under "
        + API
        + ", on this machine alone.\n";
  }

  private boolean mayAsk(HttpCall call) {
    byte[] given = call.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, authorization.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "A request did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
