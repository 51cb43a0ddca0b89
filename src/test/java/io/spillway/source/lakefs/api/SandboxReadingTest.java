package io.spillway.source.lakefs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.ApiClient;
import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.source.lakefs.api.Fixtures.Listed;
import io.spillway.source.lakefs.metadata.MetadataAccess;
import io.spillway.source.lakefs.metadata.MetadataFileTest;
import io.spillway.source.lakefs.metadata.MetadataFiles;
import io.spillway.source.lakefs.metadata.MetadataFiles.Handle;
import io.spillway.source.lakefs.metadata.RangeInfo;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client and the reader together, against a server that answers as lakeFS does. */
class SandboxReadingTest {
  private static final List<String> KEYS =
      List.of("_SUCCESS", "a/b c", "a/%41/../x", "a//b", "a+b&c=d?e#f", "é/ü", "dir/", "../up");
  private static final Stores STORES = new Stores(Settings.of(Map.of()));

  @TempDir Path folder;

  private Sandbox sandbox;
  private LakeFsClient client;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(Sandbox.options().ranges(3, 2).stores(STORES));
    client =
        LakeFsClient.of(new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void shouldReadTheSameByRangesAndByListing() throws IOException {
    // Given
    String commitId = filled(sandbox.createRepository("example"));
    Repository repository = client.repository("example");
    Commit commit = client.commit("example", "main");
    List<String> notices = new ArrayList<>();

    // When: only the server can read local://
    MetadataAccess access =
        MetadataFiles.choose(client, repository, STORES, commit.metaRangeId(), notices::add);
    List<Listed> read = byRanges(repository, commit, access);

    // Then
    assertThat(commit.id()).isEqualTo(commitId);
    assertThat(access).isEqualTo(MetadataAccess.API);
    assertThat(notices).hasSize(1);
    assertThat(read).hasSize(KEYS.size()).isEqualTo(byListing(commit));
  }

  @Test
  void shouldReadRangesFromTheStorage() throws IOException {
    // Given
    Location namespace = Location.parse("file://" + folder.resolve("example"));
    filled(sandbox.createRepository("example", namespace));
    Repository repository = client.repository("example");
    Commit commit = client.branchHead("example", "main");

    // When
    MetadataAccess access =
        MetadataFiles.choose(client, repository, STORES, commit.metaRangeId(), why -> {});

    // Then
    assertThat(access).isEqualTo(MetadataAccess.STORE);
    assertThat(byRanges(repository, commit, access)).isEqualTo(byListing(commit));
  }

  @Test
  void shouldReadObjectsWithOddNames() throws IOException {
    // Given
    String commitId = filled(sandbox.createRepository("example"));
    for (String key : KEYS) {
      byte[] content = content(key);

      // When
      try (OpenObject whole = client.open("example", commitId, key, 0);
          OpenObject rest = client.open("example", commitId, key, 3);
          OpenObject nothing = client.open("example", commitId, key, content.length)) {
        // Then
        assertThat(whole.object().size()).isEqualTo(content.length);
        assertThat(whole.stream().readAllBytes()).as(key).isEqualTo(content);
        assertThat(rest.stream().readAllBytes()).hasSize(content.length - 3);
        assertThat(nothing.stream().readAllBytes()).isEmpty();
      }
    }
  }

  @Test
  void shouldNotSeeWhatIsUncommitted() throws IOException {
    // Given
    Repo repo = sandbox.createRepository("example");
    String commitId = filled(repo);
    repo.branch("main").put("uncommitted", content("uncommitted"));

    // Then
    assertThat(client.branchHead("example", "main").id()).isEqualTo(commitId);
    StoreException e =
        catchThrowableOfType(
            StoreException.class, () -> client.open("example", commitId, "uncommitted", 0));
    assertThat(e.reason()).isEqualTo(StoreException.Reason.NOT_FOUND);
  }

  @Test
  void shouldFindCommitsByAnyRef() {
    // Given
    Repo repo = sandbox.createRepository("example");
    String first = repo.branch("main").head();
    String second = filled(repo);
    repo.createTag("v1.0", "main");

    // Then
    assertThat(client.commit("example", "v1.0").id()).isEqualTo(second);
    assertThat(client.commit("example", "main@").id()).isEqualTo(second);
    assertThat(client.commit("example", second.substring(0, 12)).id()).isEqualTo(second);
    assertThat(client.commit("example", "main~1")).isEqualTo(new Commit("example", first, ""));
    assertThatThrownBy(() -> client.branchHead("example", "v1.0"))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("Branch 'v1.0'");
  }

  private static String filled(Repo repo) {
    Branch main = repo.branch("main");
    for (String key : KEYS) {
      main.put(key, content(key), "text/plain", Map.of("key", "value of " + key.length()));
    }
    return main.commit("All keys");
  }

  private static byte[] content(String key) {
    return ("content of " + key).getBytes(StandardCharsets.UTF_8);
  }

  private List<Listed> byRanges(Repository repository, Commit commit, MetadataAccess access)
      throws IOException {
    MetadataFiles files = MetadataFiles.of(client, repository, STORES, access);
    List<Listed> read = new ArrayList<>();
    try (Handle metaRange = files.open(MetadataKind.META_RANGE, commit.metaRangeId())) {
      for (RangeInfo range : metaRange.file().ranges()) {
        try (Handle handle = files.open(MetadataKind.RANGE, range.id())) {
          handle.file().check(range);
          MetadataFileTest.entries(handle.file(), Bytes.EMPTY)
              .forEach(entry -> read.add(Listed.of(entry, repository.storageNamespace())));
        }
      }
    }
    return read;
  }

  private List<Listed> byListing(Commit commit) {
    List<Listed> rows = new ArrayList<>();
    Page page = client.list(commit.repository(), commit.id(), "", 3);
    while (true) {
      page.entries().forEach(row -> rows.add(Listed.of(row, Location.parse("s3://no/ne"))));
      if (!page.hasMore()) {
        return rows;
      }
      String last = page.entries().get(page.entries().size() - 1).path();
      page = client.list(commit.repository(), commit.id(), last, 3);
    }
  }
}
