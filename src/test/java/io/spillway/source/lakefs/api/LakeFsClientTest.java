package io.spillway.source.lakefs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.ApiClient;
import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.object.Entry;
import io.spillway.source.lakefs.api.FakeServer.Answer;
import io.spillway.source.lakefs.api.Fixtures.Listed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LakeFsClientTest {
  private static final String COMMIT_A =
      "42167891694b06ee92a14f0ab22241e42eb29836291d31c97bda12cc985132dd";

  private FakeServer server;
  private LakeFsClient client;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    client = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldReadARepository() throws IOException {
    // Given
    server.replay("repository");

    // When
    Repository repository = client.repository("example");

    // Then
    Location namespace = Location.parse("s3://lakefs-data/example");
    assertThat(repository).isEqualTo(new Repository("example", namespace, "", "main"));
  }

  @Test
  void shouldTakeANamespaceWithASlashAtItsEndForTheSame() {
    // Given
    server.on(
        "/repositories/x",
        Answer.json(
            200,
            "{\"id\":\"x\",\"creation_date\":1,\"default_branch\":\"trunk\",\"storage_id\":\"eu\","
                + "\"storage_namespace\":\"s3://bucket/some/where/\",\"later\":{\"a\":[1]}}"));

    // When
    Repository repository = client.repository("x");

    // Then
    assertThat(repository.storageNamespace()).hasToString("s3://bucket/some/where");
    assertThat(repository.storageId()).isEqualTo("eu");
    assertThat(repository.defaultBranch()).isEqualTo("trunk");
  }

  @ParameterizedTest
  @CsvSource({"commit-a, " + COMMIT_A, "commit-short-id, 42167891"})
  void shouldFindACommit(String recorded, String ref) throws IOException {
    // Given
    server.replay(recorded);

    // When
    Commit commit = client.commit("example", ref);

    // Then
    assertThat(commit)
        .isEqualTo(new Commit("example", COMMIT_A, Fixtures.A.metaRangeId()))
        .extracting(Commit::id)
        .isEqualTo(Fixtures.A.commitId());
  }

  @Test
  void shouldFindTheCommittedHeadOfABranch() throws IOException {
    // Given
    String head = "c1ed37645c972925e8c83438d2f3416cfc7bb453417d5c158d1563fcdd91769e";
    String body = Fixtures.response("commit-by-branch").at("/response/body").asText();
    server
        .replay("branch-main")
        .on("/repositories/example/commits/" + head, Answer.json(200, body));

    // When
    Commit commit = client.branchHead("example", "main");

    // Then
    assertThat(commit.id()).isEqualTo(head);
    assertThat(commit.metaRangeId()).startsWith("a3869cc3");
  }

  @Test
  void shouldKeepTheEmptyMetarangeOfAFirstCommit() {
    // Given
    server.on(
        "/repositories/x/commits/main",
        Answer.json(
            200,
            "{\"id\":\"ab\",\"parents\":[],\"committer\":\"\",\"message\":\"Repository created\","
                + "\"creation_date\":1,\"meta_range_id\":\"\",\"metadata\":{}}"));

    // Then
    assertThat(client.commit("x", "main")).isEqualTo(new Commit("x", "ab", ""));
  }

  @Test
  void shouldListObjects() throws IOException {
    // Given
    server.replay("ls-n");

    // When
    Page page = client.list("example", Fixtures.N.commitId(), "", 1_000);

    // Then
    List<Listed> rows =
        page.entries().stream().map(row -> Listed.of(row, Location.parse("s3://no/ne"))).toList();
    assertThat(rows).isEqualTo(Fixtures.listing("example-n"));
    assertThat(page.hasMore()).isFalse();
    assertThat(page.entries()).allMatch(row -> !row.relative() && row.identity().length() == 0);
  }

  @Test
  void shouldListOnAfterAKey() throws IOException {
    // Given
    server.replay("ls-a-page1");

    // When
    Page page = client.list("example", COMMIT_A, "special/a b+c%&d=é/\"x\"", 3);

    // Then
    assertThat(page.hasMore()).isTrue();
    assertThat(page.entries()).extracting(Entry::key).endsWith(Bytes.of("big/blob-01.bin"));
    assertThat(server.requests().get(0).target())
        .contains("amount=3")
        .contains("presign=false")
        .contains("after=special%2Fa%20b%2Bc%25%26d%3D%C3%A9%2F%22x%22");
  }

  @Test
  void shouldRefuseAmountsThatTheServerRefuses() {
    assertThatThrownBy(() -> client.list("x", "main", "", 1_001))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client.list("x", "main", "", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void shouldReadMetadataThroughTheServer() throws IOException {
    // Given
    byte[] bytes = {1, 2, 3};
    String id = Fixtures.A.metaRangeId();
    server
        .replay("metarange-a", "range-location")
        .on("/repositories/example/metadata/object/meta_range/" + id, Answer.bytes(bytes));

    // When
    try (InputStream in = client.metadataObject("example", MetadataKind.META_RANGE, id)) {
      // Then
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    assertThat(client.metadataLocation("example", MetadataKind.META_RANGE, id))
        .isEqualTo("_lakefs/" + id);
    assertThat(client.metadataLocation("example", MetadataKind.RANGE, Fixtures.BIG_RANGE))
        .isEqualTo("_lakefs/" + Fixtures.BIG_RANGE);
  }

  @ParameterizedTest
  @CsvSource({
    "main~1, main~1|main%7E1",
    "main^, main%5E",
    "main@, main@|main%40",
    "feature/x, feature%2Fx",
    "a b, a%20b",
    "../../x, ..%2F..%2Fx",
    "%2e%2e, %252e%252e",
    "x?y=1#z, x%3Fy%3D1%23z",
    "é, %C3%A9",
    "..;, ..%3B",
    "{repository}, %7Brepository%7D"
  })
  void shouldKeepARefWithinItsPlaceInThePath(String ref, String encoded) {
    // When
    assertThatThrownBy(() -> client.commit("example", ref)).isInstanceOf(SpillwayException.class);

    // Then
    assertThat(server.requests().get(0).target())
        .isIn(
            List.of(encoded.split("\\|")).stream()
                .map(segment -> "/api/v1/repositories/example/commits/" + segment)
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void shouldNotSendNamesThatAPathSwallows(String name) {
    assertBadName(() -> client.repository(name), "repository '" + name + "'");
    assertBadName(() -> client.commit("example", name), "ref '" + name + "'");
    assertBadName(() -> client.branchHead("example", name), "branch '" + name + "'");
    assertBadName(() -> client.list(name, "main", "", 1), "repository '" + name + "'");
    assertThat(server.requests()).isEmpty();
  }

  private static void assertBadName(Runnable request, String named) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessageContaining("has no " + named);
  }

  @Test
  void shouldSayWhoItIs() throws IOException {
    // Given
    server.replay("repository");

    // When
    client.repository("example");

    // Then
    String login = "key-of-the-test:" + FakeServer.SECRET;
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    assertThat(server.requests().get(0).headers())
        .containsEntry("X-Lakefs-Client", "spillway/dev")
        .containsEntry("User-Agent", "spillway/dev")
        .containsEntry("Authorization", "Basic " + basic);
  }

  @Test
  void shouldBeOnePerServerAndCredentials() {
    String url = server.origin();
    LakeFsClient same = LakeFsClient.of(new ApiClient(url + "/api/v1/", "k", "secret-1"));
    assertThat(LakeFsClient.of(new ApiClient(url, "k", "secret-1"))).isSameAs(same);
    assertThat(LakeFsClient.of(new ApiClient(url, "k", "secret-2"))).isNotSameAs(same);
    assertThat(same).hasToString("lakeFS at " + url + "/api/v1");
  }
}
