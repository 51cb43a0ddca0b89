package io.spillway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.spillway.store.s3.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands out credentials as the agent of a container does, under the setting {@link #SETTING}: the
 * same keys with a new session token each second.
 */
public final class CredentialsServer implements AutoCloseable {
  /** The system property by which the SDK finds such a server. */
  public static final String SETTING = "aws.containerCredentialsFullUri";

  private static final Duration LIFETIME = Duration.ofSeconds(1);

  /** So long before credentials expire, the SDK asks for others. */
  private static final Duration HASTE = Duration.ofMinutes(1);

  private static final String TOKEN = "token-";

  private final HttpServer server;
  private final AtomicInteger generation = new AtomicInteger();
  private Instant since = Instant.EPOCH;

  private CredentialsServer(HttpServer server) {
    this.server = server;
  }

  /** Listens on a free port of loopback. */
  public static CredentialsServer start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CredentialsServer server = new CredentialsServer(http);
    http.createContext(
        "/credentials",
        exchange -> {
          byte[] answer = server.next().getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    http.start();
    return server;
  }

  /** Where it is. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/credentials";
  }

  /** The number of the token that it gave last. */
  public int generation() {
    return generation.get();
  }

  /** The token of that number. */
  public static String token(int number) {
    return TOKEN + number;
  }

  /** The number of a token. */
  public static int number(String token) {
    return Integer.parseInt(token.substring(TOKEN.length()));
  }

  private synchronized String next() {
    if (Instant.now().isAfter(since.plus(LIFETIME))) {
      since = Instant.now();
      generation.incrementAndGet();
    }
    return "{\"AccessKeyId\":\""
        + S3Server.ACCESS_KEY
        + "\",\"SecretAccessKey\":\""
        + S3Server.SECRET_KEY
        + "\",\"Token\":\""
        + token(generation())
        + "\",\"Expiration\":\""
        + since.plus(LIFETIME).plus(HASTE)
        + "\"}";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
