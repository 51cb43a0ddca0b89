package io.spillway.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import io.spillway.request.Webhook;
import io.spillway.testing.HookServer;
import io.spillway.testing.Logged;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of an export is posted, and what becomes of that. */
class WebhookNotifierTest {
  private static final String SECRET = "canary-hook-4711";
  private static final String PATH = "/services/" + SECRET + "?token=" + SECRET;
  private static final String RECORD = "{\"exportId\":\"größe\"}";

  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void shouldPostTheRecord() throws IOException {
    try (HookServer server = HookServer.answering(204);
        Logged logged = new Logged()) {
      // When
      post(server.url(PATH));

      // Then
      assertThat(server.posted())
          .containsExactly(new HookServer.Posted("POST", PATH, "application/json", RECORD));
      assertThat(pauses).isEmpty();
      assertThat(logged.lines()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429})
  void shouldPostItAgainAfterPassingTrouble(int status) throws IOException {
    try (HookServer server = HookServer.answering(status, 200);
        Logged logged = new Logged()) {
      // When
      post(server.url(PATH));

      // Then
      assertThat(server.posted()).hasSize(2).allMatch(one -> one.body().equals(RECORD));
      assertThat(pauses).hasSize(1);
      assertThat(logged.lines()).isEmpty();
    }
  }

  @Test
  void shouldGiveUpWithAWarningThatNamesTheHostAlone() throws IOException {
    try (HookServer server = HookServer.answering(502);
        Logged logged = new Logged()) {
      // When
      post(server.url(PATH));

      // Then
      assertThat(server.posted()).hasSize(3);
      assertThat(pauses).hasSize(2).isSorted().doesNotHaveDuplicates();
      assertThat(logged.warnings())
          .containsExactly(
              "The end of the export could not be posted to "
                  + server.url("")
                  + ": it answered with status 502.");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 302})
  void shouldNotPostAgainWhatIsRefused(int status) throws IOException {
    try (HookServer server = HookServer.answering(status);
        Logged logged = new Logged()) {
      // When
      post(server.url(PATH));

      // Then
      assertThat(server.posted()).as("also no redirect is followed").hasSize(1);
      assertThat(logged.warnings()).singleElement().asString().endsWith("status " + status + ".");
      assertThat(logged.lines()).noneMatch(line -> line.contains(SECRET));
    }
  }

  @Test
  void shouldGiveUpWhereNobodyListens() throws IOException {
    // Given
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (Logged logged = new Logged()) {
      // When
      post("http://127.0.0.1:" + port + PATH);

      // Then
      assertThat(pauses).hasSize(2);
      assertThat(logged.warnings())
          .containsExactly(
              "The end of the export could not be posted to http://127.0.0.1:"
                  + port
                  + ": no answer came (ConnectException).");
      assertThat(logged.lines()).noneMatch(line -> line.contains(SECRET));
    }
  }

  @Test
  void shouldPostNothingWhenTheExportDidNotEnd() throws IOException {
    try (HookServer server = HookServer.answering(200)) {
      // When
      new WebhookNotifier(Optional.of(Webhook.parse(server.url(PATH))), pauses::add).close();

      // Then
      assertThat(server.posted()).isEmpty();
    }
  }

  @Test
  void shouldKeepAnInterruption() throws IOException {
    try (HookServer server = HookServer.answering(200);
        Logged logged = new Logged()) {
      // Given
      Thread.currentThread().interrupt();

      // When
      post(server.url(PATH));

      // Then
      assertThat(Thread.interrupted()).isTrue();
      assertThat(logged.warnings())
          .containsExactly(
              "The end of the export could not be posted to "
                  + server.url("")
                  + ": the export was interrupted.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary-hook-4711",
        "ftp://host/canary-hook-4711",
        "https:///canary-hook-4711",
        "https://ann@host/canary-hook-4711",
        "https://ann:canary-hook-4711@host/",
        "https://host/canary-hook-4711 with a space",
        "https://host:99999/canary-hook-4711",
      })
  void shouldRefuseWhatCannotBePostedToWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> Webhook.parse(url))
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessageStartingWith("--notify is not a URL that can be posted to: ")
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  @Test
  void shouldShowTheHostAlone() {
    // Given
    Webhook hook = Webhook.parse("https://hooks.example.com:8443/" + SECRET + "?t=" + SECRET);

    // Then
    assertThat(hook).hasToString("https://hooks.example.com:8443");
    assertThat(ExportOptions.DEFAULT.with(hook).toString()).doesNotContain(SECRET);
    assertThat(hook).isEqualTo(Webhook.parse(hook.address().toString()));
    assertThat(hook).isNotEqualTo(Webhook.parse("https://hooks.example.com:8443/"));
  }

  @Test
  void shouldTakeTheAddressOutOfWhatJavaKeepsOfTheCommandLine() {
    // Given
    String started = System.getProperty("sun.java.command");
    System.setProperty(
        "sun.java.command", "io.spillway.Main r s3://b --notify=https://host/" + SECRET);
    try {
      // When
      Webhook.parse("https://host/" + SECRET).hide();

      // Then
      assertThat(System.getProperty("sun.java.command"))
          .isEqualTo("io.spillway.Main r s3://b --notify=https://host");
    } finally {
      System.setProperty("sun.java.command", started);
    }
  }

  private void post(String url) {
    try (WebhookNotifier notice =
        new WebhookNotifier(Optional.of(Webhook.parse(url)), pauses::add)) {
      notice.ended(RECORD.getBytes(UTF_8));
    }
  }
}
