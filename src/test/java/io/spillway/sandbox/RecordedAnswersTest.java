package io.spillway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.base.Settings;
import io.spillway.sandbox.SandboxClient.Answer;
import io.spillway.store.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the sandbox to answers recorded from a real lakeFS: status, content type and body, but for
 * ids, times of commits, and addresses of storage namespaces.
 */
class RecordedAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{64}\\b");
  private static final Pattern COMMIT_TIME = Pattern.compile("\"creation_date\":\\d+");
  private static final int SHORT_ID = 8;

  private static Sandbox sandbox;
  private static Repo repo;
  private static Map<String, String> commits;

  @BeforeAll
  static void startSandbox() throws IOException {
    sandbox = Sandbox.start(Sandbox.options());
    repo = sandbox.createRepository("example");
    commits = RecordedRepository.fill(repo);
  }

  @AfterAll
  static void stopSandbox() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "branch-main",
        "branch-missing",
        "commit-a",
        "commit-b",
        "commit-by-branch",
        "commit-missing",
        "commit-short-id",
        "diff-a-b-page1",
        "diff-a-b-stats",
        "ls-a-page1",
        "ls-a-special",
        "ls-amount-1001",
        "ls-n",
        "ls-ref-missing",
        "metarange-a",
        "metarange-nope",
        "range-location",
        "repository",
        "repository-missing"
      })
  void shouldAnswerAsRecorded(String name) throws IOException {
    // Given
    JsonNode recorded = recorded(name);
    String path = recorded.at("/request/path").asText().substring("/api/v1".length());

    // When
    Answer answer = new SandboxClient(sandbox).get(translated(path));

    // Then
    assertSame(answer, recorded, "");
  }

  @Test
  void shouldAnswerConfigAsRecordedWhenItHasStores() throws IOException {
    SandboxOptions options = Sandbox.options().stores(new Stores(Settings.of(Map.of())));
    try (Sandbox onS3 = Sandbox.start(options)) {
      // When
      Answer answer = new SandboxClient(onS3).get("/config");

      // Then
      assertSame(answer, recorded("config"), Server.NAME);
    }
  }

  @Test
  void shouldListWhatTheRealServerListed() throws IOException {
    // When
    List<JsonNode> listed = all("/repositories/example/refs/" + commits.get("B") + "/objects/ls?");

    // Then
    List<String> expected = texts(RecordedRepository.rows("example-b"));
    assertThat(texts(listed)).isEqualTo(expected);
  }

  @Test
  void shouldTellTheDifferencesThatTheRealServerTold() throws IOException {
    // When
    String path = commits.get("A") + "/diff/" + commits.get("B") + "?type=two_dot&";
    List<JsonNode> listed = all("/repositories/example/refs/" + path);

    // Then
    assertThat(listed).isEqualTo(RecordedRepository.rows("example-diff-a-b"));
  }

  private static List<String> texts(List<JsonNode> rows) {
    return rows.stream().map(JsonNode::toString).map(RecordedAnswersTest::masked).toList();
  }

  private static List<JsonNode> all(String path) {
    SandboxClient client = new SandboxClient(sandbox);
    List<JsonNode> rows = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = client.get(path + "amount=1000&after=" + SandboxClient.encode(after)).json();
      page.get("results").forEach(rows::add);
      after = page.at("/pagination/next_offset").asText();
    } while (!after.isEmpty());
    return rows;
  }

  private static void assertSame(Answer answer, JsonNode recorded, String version)
      throws IOException {
    JsonNode expected = recorded.get("response");
    String body = expected.get("body").asText().replace("\"dev\"", '"' + version + '"');
    assertThat(answer.status()).isEqualTo(expected.get("status").asInt());
    assertThat(answer.header("Content-Type")).isEqualTo(expected.get("contentType").asText());
    // As trees: Go escapes < and & where Jackson does not.
    assertThat(JSON.readTree(masked(answer.text()))).isEqualTo(JSON.readTree(masked(body)));
    assertThat(answer.text()).endsWith("\n");
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
  }

  private static String masked(String body) {
    String namespaces =
        body.replace(RecordedRepository.NAMESPACE, "<namespace>")
            .replace("local://example", "<namespace>");
    String ids = ID.matcher(namespaces).replaceAll("<id>");
    return COMMIT_TIME.matcher(ids).replaceAll("\"creation_date\":0");
  }

  private static String translated(String path) throws IOException {
    String result = path;
    JsonNode known = resource("/lakefs/commits.json").at("/example/commits");
    for (String name : List.of("A", "B", "N")) {
      String theirs = known.at("/" + name + "/id").asText();
      String ours = commits.get(name);
      result = result.replace(theirs, ours);
      result = result.replace(theirs.substring(0, SHORT_ID), ours.substring(0, SHORT_ID));
    }
    return result;
  }

  private static JsonNode recorded(String name) throws IOException {
    return resource("/lakefs/responses/" + name + ".json");
  }

  private static JsonNode resource(String name) throws IOException {
    try (InputStream in = RecordedAnswersTest.class.getResourceAsStream(name)) {
      return JSON.readTree(in);
    }
  }
}
