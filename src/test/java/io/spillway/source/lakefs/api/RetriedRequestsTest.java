package io.spillway.source.lakefs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.ApiClient;
import io.spillway.base.SpillwayException;
import io.spillway.source.lakefs.api.FakeServer.Answer;
import io.spillway.store.Meter;
import io.spillway.store.RetryPolicy;
import io.spillway.store.Traffic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures of a lakeFS server that pass. */
class RetriedRequestsTest {
  private FakeServer server;
  private LakeFsClient client;
  private final Meter meter = new Meter();
  private Meter.Scope scope = () -> {};

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    client = server.client(RetryPolicy.DEFAULT);
    scope = meter.bind();
  }

  @AfterEach
  void stop() {
    scope.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void shouldAskAgainAfterAFailureThatPasses(int status) throws IOException {
    // Given
    server.replay("repository").first(Answer.json(status, "{}"), Answer.json(status, "{}"));

    // When
    Repository repository = client.repository("example");

    // Then
    assertThat(repository.name()).isEqualTo("example");
    assertThat(server.requests()).hasSize(3);
    assertThat(meter.traffic().count(Traffic.Kind.RETRIES)).isEqualTo(2);
  }

  @Test
  void shouldAskAgainAfterABrokenAnswer() throws IOException {
    // Given
    server.replay("repository").first(Answer.json(200, "{\"id\":").promising(100));

    // When, Then
    assertThat(client.repository("example").name()).isEqualTo("example");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void shouldAskAgainForBytes() throws IOException {
    // Given
    server.onAnything(Answer.bytes(new byte[] {1})).first(Answer.json(503, "{}"));

    // When, Then
    try (var opened = client.open("example", "main", "a", 0)) {
      assertThat(opened.stream().readAllBytes()).containsExactly(1);
    }
  }

  @Test
  void shouldWaitForAsLongAsTheServerAsks() throws IOException {
    // Given
    server.replay("repository").first(Answer.json(503, "{}").with("Retry-After", "1"));
    long begun = System.nanoTime();

    // When
    client.repository("example");

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 501})
  void shouldAskOnceWhereAnswersAreFinal(int status) {
    // Given
    server.onAnything(Answer.json(status, "{\"message\":\"no\"}"));

    // When
    assertThatThrownBy(() -> client.metadataObject("example", MetadataKind.RANGE, "a"));

    // Then
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void shouldGiveUpAtTheEndOfItsTime() {
    // Given
    server.onAnything(Answer.json(503, "{\"message\":\"still starting\"}"));
    LakeFsClient hasty = server.client(new RetryPolicy(Duration.ofMillis(700)));

    // When, Then
    assertThatThrownBy(() -> hasty.repository("example"))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("is too busy (still starting");
    int requests = server.requests().size();
    assertThat(requests).isBetween(3, 6);

    // A server that is gone gets one request each from then on.
    assertThatThrownBy(() -> hasty.repository("example")).isInstanceOf(SpillwayException.class);
    assertThat(server.requests()).hasSize(requests + 1);
  }

  @Test
  void shouldOutlastARestartAsAWorker() throws Exception {
    // Given: a port where a server listens only after a while
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ApiClient driver = new ApiClient("http://127.0.0.1:" + port, "k", FakeServer.SECRET);
    Thread restart = new Thread(() -> answerAfter(Duration.ofMillis(5_500), port));
    restart.start();

    // When
    Repository found = LakeFsClient.of(sent(driver)).repository("example");

    // Then: longer than for an address that may be wrong
    assertThat(found.name()).isEqualTo("example");
    restart.join();
  }

  private static void answerAfter(Duration time, int port) {
    try {
      Thread.sleep(time.toMillis());
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        try (var peer = socket.accept()) {
          peer.getInputStream().read(new byte[4_096]);
          String body =
              "{\"id\":\"example\",\"creation_date\":1,\"default_branch\":\"main\","
                  + "\"storage_namespace\":\"s3://b/p\"}";
          peer.getOutputStream()
              .write(
                  ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                          + "Content-Length: "
                          + body.length()
                          + "\r\n\r\n"
                          + body)
                      .getBytes("US-ASCII"));
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ApiClient sent(ApiClient client) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(client);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ApiClient) in.readObject();
    }
  }
}
