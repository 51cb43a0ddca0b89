package io.spillway.source.lakefs.api;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;
import static io.spillway.base.SpillwayException.Kind.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.ApiClient;
import io.spillway.base.SpillwayException;
import io.spillway.source.lakefs.api.FakeServer.Answer;
import io.spillway.store.RetryPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error is one sentence that says what to do, holds the request id, and no secret. */
class LakeFsClientErrorsTest {
  private FakeServer server;
  private LakeFsClient client;
  private String url;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    client = server.client();
    url = server.origin() + "/api/v1";
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldNameARepositoryThatDoesNotExist() throws IOException {
    server.replay("repository-missing");
    assertThat(failure(() -> client.repository("nope-repo"), BAD_INPUT))
        .isEqualTo(
            "Repository 'nope-repo' does not exist at "
                + url
                + " (repository not found; request "
                + FakeServer.REQUEST_ID
                + ").");
  }

  @Test
  void shouldNameABranchThatDoesNotExist() throws IOException {
    server.replay("branch-missing");
    assertThat(failure(() -> client.branchHead("example", "nope"), BAD_INPUT))
        .startsWith("Branch 'nope' of repository 'example' does not exist at " + url)
        .contains("branch not found; request " + FakeServer.REQUEST_ID);
  }

  @Test
  void shouldNameACommitThatDoesNotExist() throws IOException {
    server.replay("commit-missing", "ls-ref-missing");
    String id = "0".repeat(64);
    assertThat(failure(() -> client.commit("example", id), BAD_INPUT))
        .startsWith("Ref '" + id + "' of repository 'example' does not exist")
        .contains(FakeServer.REQUEST_ID);
    assertThat(failure(() -> client.list("example", "nope", "", 3), BAD_INPUT))
        .startsWith("Commit 'nope' of repository 'example' does not exist")
        .contains(FakeServer.REQUEST_ID);
  }

  @Test
  void shouldSayThatANameIsBad() {
    String message = "argument repository: repository id: invalid value: validation error";
    server.onAnything(Answer.json(400, "{\"message\":\"" + message + "\"}"));
    assertThat(failure(() -> client.repository("a b"), BAD_INPUT))
        .contains("repository 'a b'")
        .contains(message)
        .contains(FakeServer.REQUEST_ID);
  }

  @Test
  void shouldSayWhatItsUserMayNotHave() {
    server.onAnything(Answer.json(403, "{\"message\":\"insufficient permissions\"}"));
    assertThat(failure(() -> client.repository("example"), UNREACHABLE))
        .isEqualTo(
            "lakeFS at "
                + url
                + " denies access to repository 'example' (insufficient permissions;"
                + " request "
                + FakeServer.REQUEST_ID
                + "): grant it, or check lakefs.api.access_key and lakefs.api.secret_key.");
  }

  @Test
  void shouldSayWhichCredentialsToCheck() {
    server.onAnything(Answer.json(401, "{\"message\":\"error authenticating request\"}"));
    assertThat(failure(() -> client.repository("example"), UNREACHABLE))
        .isEqualTo(
            "lakeFS at "
                + url
                + " refuses the credentials (error authenticating request; request "
                + FakeServer.REQUEST_ID
                + "): check lakefs.api.access_key and lakefs.api.secret_key.");
  }

  @ParameterizedTest
  @CsvSource({
    "200, text/html, <html>Sign in</html>",
    "200, text/plain, ''",
    "200, application/json, ''",
    "200, application/json, null",
    "200, application/json, '[1, 2]'",
    "200, application/json, '{\"status\": \"ok\"}'",
    "200, application/json, '{\"id\": {}, \"storage_namespace\": 1, \"x\": '",
    "204, text/plain, ''",
    "404, text/html, <html>Not found</html>",
    "404, application/json, '{\"error\": \"no route\"}'",
    "404, text/plain, 404 page not found",
    "403, application/xml, <Error><Code>AccessDenied</Code></Error>",
    "401, text/html, <html>Proxy</html>"
  })
  void shouldSayThatItIsNotLakeFs(int status, String type, String body) {
    server.onAnything(Answer.of(status, type, body));
    assertThat(failure(() -> client.repository("example"), UNREACHABLE))
        .startsWith(url + " answers, but not as lakeFS does (status " + status + ", " + type)
        .endsWith("): check lakefs.api.url.");
  }

  @Test
  void shouldNotFollowToAnotherHost() throws IOException {
    try (FakeServer other = new FakeServer()) {
      // Given
      String target = other.origin() + "/api/v1/repositories/example?token=t0k3n";
      server.onAnything(Answer.of(302, "text/html", "").with("Location", target));
      other.replay("repository");

      // When
      String message = failure(() -> client.repository("example"), UNREACHABLE);

      // Then
      assertThat(message)
          .startsWith(url + " answers, but not as lakeFS does")
          .contains("sends on to " + other.origin())
          .doesNotContain("t0k3n");
      assertThat(other.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"429, is too busy", "503, is too busy", "500, failed with status 500"})
  void shouldSayThatTheServerIsInTrouble(int status, String said) {
    server.onAnything(Answer.json(status, "{\"message\":\"Slow down\\nand retry\"}"));
    assertThat(failure(() -> client.repository("example"), UNREACHABLE))
        .isEqualTo(
            "lakeFS at "
                + url
                + " "
                + said
                + " (Slow down and retry; request "
                + FakeServer.REQUEST_ID
                + "): try again later.");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void shouldSayThatAGatewayIsInTrouble() {
    server.onAnything(Answer.of(502, "text/html", "<html>Bad Gateway</html>"));
    assertThat(failure(() -> client.repository("example"), UNREACHABLE))
        .startsWith("lakeFS at " + url + " failed with status 502");
  }

  @Test
  void shouldGiveUpOnAServerThatDoesNotAnswer() {
    server.onAnything(Answer.of(200, "text/plain", "").hanging());
    assertThat(failure(() -> server.impatientClient().repository("example"), UNREACHABLE))
        .isEqualTo(
            "Cannot reach lakeFS at "
                + url
                + " (no answer within 1 s): check lakefs.api.url and"
                + " lakefs.api.read.timeout_seconds.");
  }

  @Test
  void shouldGiveUpOnAServerThatStopsInTheMiddle() {
    server.onAnything(Answer.json(200, "{\"id\":").promising(100).hanging());
    assertThat(failure(() -> server.impatientClient().repository("example"), UNREACHABLE))
        .contains("no answer within 1 s");
  }

  @Test
  void shouldSayThatNobodyListens() throws IOException {
    // Given
    ApiClient nobody =
        new ApiClient("http://127.0.0.1:" + freePort(), "k", FakeServer.SECRET)
            .with(RetryPolicy.NONE);

    // Then
    assertThat(failure(() -> LakeFsClient.of(nobody).repository("example"), UNREACHABLE))
        .startsWith("Cannot reach lakeFS at " + nobody.url())
        .endsWith("): check lakefs.api.url.");
  }

  @Test
  void shouldSayThatItSpeaksNoTls() throws Exception {
    assertThat(failureOfNoHttp("https"))
        .startsWith("Cannot reach lakeFS at https://127.0.0.1:")
        .contains("(TLS: ");
  }

  @Test
  void shouldSayThatItSpeaksNoHttp() throws Exception {
    assertThat(failureOfNoHttp("http"))
        .contains("answers, but not as lakeFS does")
        .endsWith("check lakefs.api.url.");
  }

  /** What is said of something like an SSH server. */
  private static String failureOfNoHttp(String scheme) throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread greeter = new Thread(() -> greet(socket));
      greeter.start();
      String origin = scheme + "://127.0.0.1:" + socket.getLocalPort();
      LakeFsClient client =
          LakeFsClient.of(new ApiClient(origin, "k", FakeServer.SECRET).with(RetryPolicy.NONE));
      String message = failure(() -> client.repository("x"), UNREACHABLE);
      socket.close();
      greeter.join();
      return message;
    }
  }

  private static void greet(ServerSocket socket) {
    try {
      while (true) {
        var peer = socket.accept();
        peer.getInputStream().read();
        peer.getOutputStream().write("SSH-2.0-OpenSSH\r\n\r\n".getBytes("US-ASCII"));
        peer.shutdownOutput();
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  @Test
  void shouldExplainUnknownHostsAndCertificates() {
    ErrorMessages failures =
        new ErrorMessages(new ApiClient("https://nowhere.example", "k", "secret"));
    assertThat(failures.silent("repository 'x'", new UnknownHostException("nowhere.example")))
        .hasMessage(
            "Cannot reach lakeFS at https://nowhere.example/api/v1 (its host name is unknown):"
                + " check lakefs.api.url.");
    assertThat(failures.silent("repository 'x'", new SSLHandshakeException("PKIX path")))
        .hasMessageContaining("(TLS: PKIX path)");
  }

  @Test
  void shouldNotRepeatSecretsThatTheServerSendsBack() {
    // Given
    String presigned = "https://bucket.s3.example/x?X-Amz-Signature=abc123&X-Amz-Credential=AKIA";
    server.onAnything(
        Answer.json(
            500, "{\"message\":\"login " + FakeServer.SECRET + " failed for " + presigned + "\"}"));

    // Then
    assertThat(failure(() -> client.repository("example"), UNREACHABLE))
        .contains("login *** failed for https://bucket.s3.example/x?…")
        .doesNotContain("abc123");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The sentence of a failure, which is held to what every failure must be. */
  private static String failure(Runnable request, SpillwayException.Kind kind) {
    SpillwayException e = catchThrowableOfType(SpillwayException.class, request::run);
    assertThat(e).isNotNull();
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.getMessage()).doesNotContain("\n").endsWith(".");
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(FakeServer.SECRET).doesNotContain("Basic ");
    return e.getMessage();
  }
}
