package io.spillway.sandbox;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.source.lakefs.metadata.MetadataFile;
import io.spillway.source.lakefs.metadata.RangeInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits, the files they are kept in, and the names they go by. */
class CommitsTest {
  private Sandbox sandbox;
  private Repo repo;
  private Branch main;

  @TempDir Path folder;

  @BeforeEach
  void startSandbox() {
    sandbox = Sandbox.start(Sandbox.options().folder(folder).ranges(100, 50));
    repo = sandbox.createRepository("example");
    main = repo.branch("main");
  }

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  @Test
  void shouldBeginWithACommitThatHasNoMetaRange() {
    assertThat(repo.commit("main").metaRangeId()).isEmpty();
    assertThat(repo.objects("main")).isEmpty();
    assertThat(repo.ranges("main")).isEmpty();
  }

  @Test
  void shouldKeepACommitInFilesThatTheReaderReads() throws IOException {
    // Given
    List<Entry> entries = synthetic(1000).toList();

    // When
    main.commit("first", entries.iterator());

    // Then
    assertThat(repo.ranges("main")).hasSizeGreaterThan(5);
    assertThat(readBack(repo.commit("main").metaRangeId())).isEqualTo(entries);
  }

  private List<Entry> readBack(String metaRangeId) throws IOException {
    List<Entry> read = new ArrayList<>();
    Path files = folder.resolve("example/_lakefs");
    try (MetadataFile metaRange = MetadataFile.open(files.resolve(metaRangeId), "metarange")) {
      for (RangeInfo info : metaRange.ranges()) {
        try (MetadataFile range = MetadataFile.open(files.resolve(info.id()), "range");
            MetadataFile.Cursor<Entry> cursor = range.entries(Bytes.EMPTY)) {
          range.check(info);
          for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
            read.add(entry);
          }
        }
      }
    }
    return read;
  }

  @Test
  void shouldShareTheRangesThatDoNotChange() {
    // Given
    main.commit("first", synthetic(1000).iterator());
    Set<String> before = ids("main");

    // When
    main.stage(Sandbox.syntheticEntry(key(500), 99));
    main.delete(key(501));
    main.commit("second");

    // Then
    Set<String> shared = ids("main");
    shared.retainAll(before);
    assertThat(shared).hasSize(before.size() - 1);
  }

  @Test
  void shouldComeBackToTheSameRangesWhenAChangeIsUndone() {
    // Given
    main.commit("first", synthetic(1000).iterator());
    String before = repo.commit("main").metaRangeId();

    // When
    main.stage(Sandbox.syntheticEntry(key(500), 99));
    main.commit("second");
    main.stage(synthetic(1000).toList().get(500));
    main.commit("third");

    // Then
    assertThat(repo.commit("main").metaRangeId()).isEqualTo(before);
  }

  private Set<String> ids(String ref) {
    Set<String> ids = new HashSet<>();
    repo.ranges(ref).forEach(range -> ids.add(range.id()));
    return ids;
  }

  @Test
  void shouldKeepAMetaRangeWithoutRangesWhenAllIsDeleted() throws IOException {
    // Given
    main.put("a", text("A"));
    main.commit("first");

    // When
    main.delete("a");
    main.commit("second");

    // Then
    assertThat(repo.commit("main").metaRangeId()).isNotEmpty();
    assertThat(readBack(repo.commit("main").metaRangeId())).isEmpty();
    assertThat(repo.objects("main")).isEmpty();
  }

  @Test
  void shouldNotCommitWhenNothingChanged() {
    // Given
    main.put("a", text("A"));
    main.commit("first");

    // When, Then
    main.put("a", text("A"));
    main.delete("nothing");
    assertThatThrownBy(() -> main.commit("second"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("commit: no changes");
  }

  @Test
  void shouldForgetWhatWasStagedOnceItIsCommitted() {
    // Given
    main.stage(Sandbox.syntheticEntry("a", 1));
    main.commit("first");

    // When
    main.commit("second", List.of(Sandbox.syntheticEntry("a", 2)).iterator());

    // Then
    assertThat(repo.object("main", "a").size()).isEqualTo(2);
  }

  @Test
  void shouldShowWhatIsStagedInTheBranchOnly() {
    // Given
    main.put("a", text("A"));
    String commit = main.commit("first");

    // When
    main.put("b", text("B"));
    main.delete("a");

    // Then
    assertThat(keys("main")).containsExactly("b");
    assertThat(keys("main@")).containsExactly("a");
    assertThat(keys(commit)).containsExactly("a");
    assertThat(diff("/refs/" + commit + "/diff/main?type=two_dot")).isEmpty();
    assertThat(diff("/branches/main/diff?")).containsExactly("removed a", "added b");
  }

  @Test
  void shouldDiffFromTheMergeBaseWithThreeDots() {
    // Given
    main.put("base", text("1"));
    main.commit("base");
    Branch side = repo.createBranch("side", "main");
    main.put("of-main", text("2"));
    main.commit("on main");
    side.put("of-side", text("3"));
    side.commit("on side");

    // Then
    assertThat(diff("/refs/main/diff/side?type=three_dot")).containsExactly("added of-side");
    assertThat(diff("/refs/main/diff/side?")).containsExactly("added of-side");
    assertThat(diff("/refs/main/diff/side?type=two_dot"))
        .containsExactly("removed of-main", "added of-side");
  }

  private List<String> diff(String path) {
    List<String> rows = new ArrayList<>();
    new SandboxClient(sandbox)
        .get("/repositories/example" + path)
        .json()
        .get("results")
        .forEach(row -> rows.add(row.get("type").asText() + " " + row.get("path").asText()));
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main~1", "main~", "main^", "main^1", "main@~1", "side", "v1", "v2~1", "{id}", "{short}"
      })
  void shouldResolveEveryKindOfReference(String ref) {
    // Given
    main.put("a", text("A"));
    String first = main.commit("first");
    repo.createTag("v1", "main");
    repo.createBranch("side", "v1");
    main.put("a", text("B"));
    main.commit("second");
    repo.createTag("v2", "main");

    // When
    String asked = ref.replace("{id}", first).replace("{short}", first.substring(0, 8));

    // Then
    assertThat(repo.commit(asked).id()).isEqualTo(first);
  }

  @Test
  void shouldNotResolveAShortIdThatIsAmbiguous() {
    // Given
    int digits = 16;
    for (int i = 0; i <= digits; i++) {
      main.stage(Sandbox.syntheticEntry("k", i));
      main.commit("more commits than there are digits");
    }

    // When
    Map<String, Long> firstDigits =
        repo.history().log(repo.commit("main")).stream()
            .collect(groupingBy(commit -> commit.id().substring(0, 1), counting()));
    firstDigits.values().removeIf(count -> count == 1);

    // Then
    assertThat(firstDigits).isNotEmpty();
    assertThatThrownBy(() -> repo.commit(firstDigits.keySet().iterator().next()))
        .hasMessage("not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "main~9", "main^2"})
  void shouldNotFindWhatIsNotThere(String ref) {
    assertThatThrownBy(() -> repo.commit(ref))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("not found");
  }

  @Test
  void shouldListCommonPrefixes() {
    // Given
    for (String key : List.of("a", "b/1", "b/2/x", "b/3", "c/1", "d")) {
      main.put(key, text(key));
    }
    main.commit("first");

    // Then
    assertThat(list("delimiter=/")).containsExactly("a", "b/", "c/", "d");
    assertThat(list("delimiter=/&prefix=b/")).containsExactly("b/1", "b/2/", "b/3");
    assertThat(list("delimiter=/&after=b/")).containsExactly("c/", "d");
    assertThat(list("prefix=b/&after=b/1")).containsExactly("b/2/x", "b/3");
    assertThat(list("delimiter=/&amount=2&after=a")).containsExactly("b/", "c/");
  }

  private List<String> list(String query) {
    List<String> paths = new ArrayList<>();
    new SandboxClient(sandbox)
        .get("/repositories/example/refs/main/objects/ls?" + query)
        .json()
        .get("results")
        .forEach(row -> paths.add(row.get("path").asText()));
    return paths;
  }

  @Test
  void shouldServeAMetadataFileAsItIsStored() throws IOException {
    // Given
    main.put("a", text("A"));
    main.commit("first");
    String range = repo.ranges("main").get(0).id();
    SandboxClient client = new SandboxClient(sandbox);
    byte[] stored = Files.readAllBytes(folder.resolve("example/_lakefs").resolve(range));

    // Then
    String path = "/repositories/example/metadata/object/range/" + range;
    assertThat(client.get(path).body()).isEqualTo(stored);
    repo.overwrite(repo.metadataFile(range), text("damaged"));
    assertThat(client.get(path).text()).isEqualTo("damaged");
    repo.remove(repo.metadataFile(range));
    assertThat(client.get(path).status()).isEqualTo(410);
    assertThat(keys("main")).as("the server has its own copy").containsExactly("a");
  }

  @Test
  void shouldTellTheLog() {
    // Given
    main.put("a", text("A"));
    String first = main.commit("first");
    main.put("b", text("B"));
    String second = main.commit("second");
    SandboxClient client = new SandboxClient(sandbox);

    // When
    JsonNode page = client.get("/repositories/example/refs/main/commits?amount=2").json();

    // Then
    assertThat(page.at("/results/0/id").asText()).isEqualTo(second);
    assertThat(page.at("/results/1/id").asText()).isEqualTo(first);
    assertThat(page.at("/pagination/next_offset").asText()).isEqualTo(first);
    assertThat(page.at("/results/1/parents/0").asText()).isEqualTo(repo.commit("main~2").id());
  }

  @Test
  void shouldRefuseEntriesOutOfOrder() {
    Iterator<Entry> entries =
        List.of(Sandbox.syntheticEntry("b", 1), Sandbox.syntheticEntry("a", 1)).iterator();
    assertThatThrownBy(() -> main.commit("first", entries))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid order");
  }

  private List<String> keys(String ref) {
    return repo.objects(ref).stream().map(Entry::path).toList();
  }

  private static Stream<Entry> synthetic(int count) {
    return IntStream.range(0, count).mapToObj(i -> Sandbox.syntheticEntry(key(i), i));
  }

  private static String key(int number) {
    return String.format(Locale.ROOT, "table/part-%08d", number);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
