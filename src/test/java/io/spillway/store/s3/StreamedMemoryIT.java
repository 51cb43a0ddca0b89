package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 64 large objects at once take of a heap of 1 GiB: the buffers' budget, and little else. */
class StreamedMemoryIT {
  private static final int OBJECTS = 64;
  private static final long SIZE = 64L << 20;

  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicInteger puts = new AtomicInteger();
  private final AtomicInteger parts = new AtomicInteger();

  @Test
  void shouldStreamManyLargeObjectsWithinAGibibyteOfHeap(@TempDir Path folder) throws Exception {
    // Given: a server that holds nothing but zeros, and keeps nothing
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
    Path log = folder.resolve("probe.log");

    // When
    try {
      Process probe = launch("http://127.0.0.1:" + server.getAddress().getPort(), log);
      boolean ended = probe.waitFor(5, TimeUnit.MINUTES);
      probe.destroyForcibly();
      assertThat(ended).as(Files.readString(log, UTF_8)).isTrue();
      assertThat(probe.exitValue()).as(Files.readString(log, UTF_8)).isZero();
    } finally {
      server.stop(0);
    }

    // Then
    System.getLogger("bench").log(System.Logger.Level.INFO, Files.readString(log, UTF_8));
    assertThat(sent.get()).as("each was read once").isEqualTo(OBJECTS * SIZE);
    assertThat(received.get()).isEqualTo(OBJECTS * SIZE);
    assertThat(puts).hasValue(OBJECTS / 2);
    assertThat(parts).hasValue((int) (OBJECTS / 2 * (SIZE / (8 << 20))));
  }

  private static Process launch(String endpoint, Path log) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            StreamedMemoryProbe.class.getName(),
            endpoint,
            String.valueOf(OBJECTS),
            String.valueOf(SIZE),
            md5OfZeros());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static String md5OfZeros() {
    MessageDigest md5 = Digests.md5();
    byte[] piece = new byte[1 << 20];
    for (long i = 0; i < SIZE; i += piece.length) {
      md5.update(piece);
    }
    return HexFormat.of().formatHex(md5.digest());
  }

  private void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      send(exchange);
      return;
    }
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    try (InputStream body = exchange.getRequestBody()) {
      long bytes = body.transferTo(OutputStream.nullOutputStream());
      if (exchange.getRequestMethod().equals("PUT")) {
        received.addAndGet(bytes);
        (query.isEmpty() ? puts : parts).incrementAndGet();
      }
    }
    exchange.getResponseHeaders().add("ETag", "\"opaque\"");
    byte[] answer = answer(query).getBytes(UTF_8);
    exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private void send(HttpExchange exchange) throws IOException {
    byte[] piece = new byte[1 << 20];
    exchange.getResponseHeaders().add("ETag", "\"zeros\"");
    exchange.sendResponseHeaders(200, SIZE);
    try (OutputStream body = exchange.getResponseBody()) {
      for (long sentOf = 0; sentOf < SIZE; sentOf += piece.length) {
        body.write(piece);
        sent.addAndGet(piece.length);
      }
    }
  }

  private static String answer(String query) {
    if (query.equals("uploads")) {
      return "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>";
    }
    return query.startsWith("uploadId")
        ? "<CompleteMultipartUploadResult><ETag>\"done\"</ETag></CompleteMultipartUploadResult>"
        : "";
  }
}
