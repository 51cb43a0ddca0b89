package io.spillway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.object.Entry;
import io.spillway.sandbox.SandboxClient.Answer;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading and writing objects; the expected answers are facts seen at a real server. */
class ObjectsTest {
  private static final String OBJECTS = "/repositories/example/refs/main/objects";

  private Sandbox sandbox;
  private Repo repo;
  private Branch main;
  private SandboxClient client;

  @BeforeEach
  void startSandbox() {
    sandbox = Sandbox.start(Sandbox.options());
    repo = sandbox.createRepository("example");
    main = repo.branch("main");
    client = new SandboxClient(sandbox);
  }

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  @Test
  void shouldServeAnObjectWithItsHeaders() {
    // Given
    Entry entry = main.put("a b", text("0123456789"), "text/plain", Map.of("Owner", "me"));

    // When
    Answer answer = client.get(OBJECTS + "?path=a%20b");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("0123456789");
    assertThat(answer.header("Etag")).isEqualTo("\"781e5e245d69b566979b86e28d23f2c7\"");
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
    assertThat(answer.header("Last-Modified")).endsWith("GMT");
    assertThat(answer.header("Content-Disposition")).isEqualTo("attachment");
    assertThat(answer.header("Server")).isEqualTo("spillway-sandbox");
    assertThat(entry.metadata()).containsExactly(Map.entry("owner", "me"));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3, 206, 0123, bytes 0-3/10",
    "bytes=7-, 206, 789, bytes 7-9/10",
    "bytes=8-99, 206, 89, bytes 8-9/10",
    "bytes=-2, 206, 89, bytes 8-9/10",
    "bytes=-99, 206, 0123456789, bytes 0-9/10",
    "lines=0-3, 200, 0123456789, ''",
  })
  void shouldServeARange(String range, int status, String content, String contentRange) {
    // Given
    main.put("a", text("0123456789"));

    // When
    Answer answer = client.get(OBJECTS + "?path=a", "Range", range);

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text()).isEqualTo(content);
    assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
  }

  @ParameterizedTest
  @CsvSource({"'', bytes=0-0, bytes */0", "'', bytes=0-, bytes */0", "x, bytes=1-, bytes */1"})
  void shouldRefuseARangeWithoutBytes(String content, String range, String contentRange) {
    // Given
    main.put("a", text(content));

    // When
    Answer answer = client.get(OBJECTS + "?path=a", "Range", range);

    // Then
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
    assertThat(answer.message()).isNotEmpty();
  }

  @Test
  void shouldServeAnEmptyObject() {
    // Given
    main.put("empty", new byte[0]);

    // When
    Answer answer = client.get(OBJECTS + "?path=empty");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Content-Length")).isEqualTo("0");
  }

  @Test
  void shouldAnswerHeadAndStatButNotGetWhenTheDataIsGone() {
    // Given
    Entry entry = main.put("a", text("0123456789"));
    repo.remove(entry.location(repo.storageNamespace()));

    // When
    Answer head = client.head(OBJECTS + "?path=a");
    Answer stat = client.get(OBJECTS + "/stat?path=a");
    Answer get = client.get(OBJECTS + "?path=a");

    // Then
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo("10");
    assertThat(head.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(stat.status()).isEqualTo(200);
    assertThat(get.status()).isEqualTo(410);
    assertThat(get.text()).isEqualTo("{\"message\":\"No data\"}\n");
  }

  @Test
  void shouldServeALargeObjectWhole() {
    // Given
    int size = 5 << 20;
    main.put("large", new PatternBody(size), Attributes.NONE);

    // When
    byte[] all = client.get(OBJECTS + "?path=large").body();
    byte[] part = client.get(OBJECTS + "?path=large", "Range", "bytes=4000001-4000100").body();

    // Then
    assertThat(all).hasSize(size);
    assertThat(part).isEqualTo(Arrays.copyOfRange(all, 4_000_001, 4_000_101));
  }

  @Test
  void shouldTakeAnUploadWithMetadata() {
    // When
    Answer created =
        client.post(
            "/repositories/example/branches/main/objects?path=n%2Bew",
            "text/csv", text("a,b\n"), "X-Lakefs-Meta-Owner", "me");

    // Then
    assertThat(created.status()).isEqualTo(201);
    assertThat(client.get(OBJECTS + "/stat?path=n%2Bew").json()).isEqualTo(created.json());
    assertThat(created.json().at("/metadata/owner").asText()).isEqualTo("me");
    assertThat(created.json().at("/content_type").asText()).isEqualTo("text/csv");
    assertThat(client.get(OBJECTS + "?path=n%2Bew").text()).isEqualTo("a,b\n");
  }

  @Test
  void shouldKeepNeitherMetadataNorContentTypeInTheStore() {
    // Given
    Entry entry = main.put("a", text("A"), "text/plain", Map.of("k", "v"));

    // Then
    assertThat(entry.relative()).isTrue();
    assertThat(entry.address()).matches("data/[0-9a-f]{20}/[0-9a-f]{20}");
  }

  @Test
  void shouldListImportedObjectsAtTheirOwnAddress() {
    // Given
    Location elsewhere = Location.parse("s3://imported-src/d/with space+plus%25é.txt");
    main.link("i", elsewhere, 12, "0512cff0", Attributes.ofType("text/plain"));

    // When
    Answer stat = client.get(OBJECTS + "/stat?path=i");

    // Then
    assertThat(stat.json().at("/physical_address").asText()).isEqualTo(elsewhere.toString());
    assertThat(stat.json().at("/checksum").asText()).isEqualTo("0512cff0");
  }

  @Test
  void shouldBearTheChecksumThatItIsGiven() {
    // Given
    String trimmedTag = "0512cff0512cff0512cff0512cff0512";
    main.putWithChecksum("m", Body.of(text("parts")), Attributes.NONE, trimmedTag);

    // Then
    assertThat(client.head(OBJECTS + "?path=m").header("Etag")).contains(trimmedTag);
    assertThat(client.get(OBJECTS + "?path=m").text()).isEqualTo("parts");
  }

  @Test
  void shouldShowStatsMetadataAlways() {
    // Given
    main.put("a", text("A"), "text/plain", Map.of("k", "v"));
    main.put("b", text("B"));

    // Then
    assertThat(client.get(OBJECTS + "/stat?path=a&user_metadata=false").text())
        .contains("\"metadata\":{}");
    assertThat(client.get(OBJECTS + "/stat?path=b").text()).contains("\"metadata\":{}");
    assertThat(client.get(OBJECTS + "/ls").text()).containsOnlyOnce("\"metadata\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/repositories/example/refs/main/objects/stat?path=nope | 404 | not found",
        "/repositories/example/refs/main/objects?path=nope | 404 | not found",
        "/repositories/example/refs/nope/objects/ls | 404 | not found",
        "/repositories/example/refs/main/diff/nope?type=two_dot | 404 | not found",
        "/repositories/example/tags/nope | 404 | tag not found",
        "/repositories/example/commits/nope | 404 | commit not found",
        "/repositories/UPPER | 400 | argument repository: repository id: invalid value:"
            + " validation error",
        "/repositories/example/refs/main/objects/stat | 400 | parameter \"path\" in query has an"
            + " error: value is required but missing",
        "/repositories/example/refs/main/objects/ls?presign=true | 400 | operation not supported"
      })
  void shouldRefuseInLakeFsWords(String path, int status, String message) {
    // Given
    main.put("a", text("A"));

    // When
    Answer answer = client.get(path);

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.message()).isEqualTo(message);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void shouldAnswerAnUnknownTypeOfDiffInPlainText() {
    // When
    Answer answer = client.get("/repositories/example/refs/main/diff/main?type=");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
    assertThat(answer.text()).startsWith("Invalid format for parameter type");
  }

  @Test
  void shouldRefuseEveryRequestWithoutTheRightSecret() {
    // Given
    SandboxClient stranger = new SandboxClient(sandbox.url(), sandbox.accessKey(), "wrong");

    // When
    Answer answer = stranger.get("/repositories/example");

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).isEqualTo("{\"message\":\"error authenticating request\"}\n");
  }

  @Test
  void shouldSayThatItIsASandbox() {
    assertThat(sandbox.description())
        .contains("not lakeFS", "on this machine alone", sandbox.url(), sandbox.accessKey());
    assertThat(sandbox.url()).startsWith("http://127.0.0.1:");
  }

  @Test
  void shouldRememberRequests() {
    // When
    client.get(OBJECTS + "?path=a%20b");

    // Then
    assertThat(sandbox.requests())
        .containsExactly(new Request("GET", "/api/v1" + OBJECTS, "path=a%20b"));
    sandbox.forgetRequests();
    assertThat(sandbox.requests()).isEmpty();
  }

  @Test
  void shouldRefuseWhatATestWantsRefused() {
    // Given
    main.put("a", text("A"));
    sandbox.refuse(request -> request.path().endsWith("/stat"), 503, "Slow down");

    // Then
    assertThat(client.get(OBJECTS + "/stat?path=a").status()).isEqualTo(503);
    assertThat(client.get(OBJECTS + "/stat?path=a").message()).isEqualTo("Slow down");
    assertThat(client.get(OBJECTS + "?path=a").status()).isEqualTo(200);
    sandbox.refuseNothing();
    assertThat(client.get(OBJECTS + "/stat?path=a").status()).isEqualTo(200);
  }

  @Test
  void shouldBreakOffWhenAnObjectLostItsEnd() {
    // Given
    Entry entry = main.put("a", text("0123456789"));
    repo.overwrite(entry.location(repo.storageNamespace()), text("01234"));

    // Then
    assertThatThrownBy(() -> client.get(OBJECTS + "?path=a"))
        .isInstanceOf(AssertionError.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(client.get(OBJECTS + "/stat?path=a").status()).isEqualTo(200);
  }

  @Test
  void shouldSayWhichPortIsTaken() {
    int port = URI.create(sandbox.url()).getPort();
    assertThatThrownBy(() -> Sandbox.start(Sandbox.options().port(port)))
        .hasMessageContaining("Cannot listen on port " + port);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
