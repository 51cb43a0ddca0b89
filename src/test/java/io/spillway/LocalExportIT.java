package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.outcome.Failure;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.Reports;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.testing.Folder;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports from a lakeFS that keeps its objects to itself ({@code local://}) into a folder. */
class LocalExportIT {
  private static Sandbox sandbox;
  private static int repositories;

  @TempDir Path temp;
  private Repo repo;
  private Branch main;
  private Folder out;

  @BeforeAll
  static void startSandbox() {
    sandbox = Sandbox.start(Sandbox.options().ranges(40, 20));
  }

  @AfterAll
  static void closeSandbox() {
    sandbox.close();
  }

  @BeforeEach
  void makeRepository(TestInfo test) {
    repo = sandbox.createRepository("repo-" + ++repositories);
    main = repo.branch("main");
    out = new Folder(temp.resolve("out"));
  }

  @Test
  void shouldExportTheCommittedObjectsByteForByteAndNoUncommittedOne() throws IOException {
    // Given
    Map<String, byte[]> committed = putMany(300);
    main.put("dropped later", bytes("x"));
    committed.put("dropped later", bytes("x"));
    String commit = main.commit("all of it");
    main.put("k/1", bytes("changed, not committed"));
    main.put("uncommitted", bytes("new"));
    main.delete("dropped later");

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(out.objects()).usingRecursiveComparison().isEqualTo(committed);
    assertThat(out.markers())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("EXPORT_" + commit + "_")
        .endsWith("Z_SUCCESS");
    assertThat(out.marker()).contains("commit: " + commit, "objects: " + committed.size());
    assertThat(report.success()).isTrue();
    assertThat(report.commitId()).isEqualTo(commit);
    assertThat(report.objects()).isEqualTo(committed.size());
    assertThat(report.bytes())
        .isEqualTo(committed.values().stream().mapToLong(value -> value.length).sum());
    assertThat(Path.of(report.marker().substring("file://".length()))).exists();
    String folder = "_spillway/exports/" + report.exportId();
    assertThat(out.files().stream().filter(file -> file.startsWith("_spillway/")).toList())
        .contains(folder + "/export.json", "_spillway/lease/00000001.json")
        .allMatch(
            file ->
                file.startsWith("_spillway/lease/00000001.")
                    || file.equals("_spillway/ledger.json")
                    || file.equals(folder + "/export.json")
                    || file.startsWith(folder + "/outcomes/copy-"));
  }

  @Test
  void shouldSayThatACommitHasNoObjects() {
    // Given: uploads without a commit
    main.put("uncommitted", bytes("new"));

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(report.success()).isTrue();
    assertThat(Reports.text(report))
        .contains("the commit has no objects (uncommitted changes are not exported)")
        .doesNotContain("all of it already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-tag", "main", "main~1", "SHORT"})
  void shouldExportWhateverARefMeans(String ref) throws IOException {
    // Given
    main.put("first", bytes("1"));
    String first = main.commit("first");
    repo.createTag("a-tag", first);
    main.put("second", bytes("2"));
    main.commit("second");

    // When
    exporter().exportAllFromRef(ref.equals("SHORT") ? first.substring(0, 12) : ref);

    // Then
    assertThat(out.objects().keySet())
        .isEqualTo(
            ref.equals("main") ? java.util.Set.of("first", "second") : java.util.Set.of("first"));
  }

  @Test
  void shouldExportAnEmptyCommitAsASuccessWithZeroObjects() throws IOException {
    ExportReport report = exporter().exportAllFromBranch("main");

    assertThat(report.objects()).isZero();
    assertThat(out.objects()).isEmpty();
    assertThat(out.marker()).contains("objects: 0");
  }

  @Test // defect 1 of lakeFS's exporter
  void shouldFailANamedKeyWhoseDataIsGone() throws IOException {
    // Given
    putMany(50);
    Entry gone = main.put("gone", bytes("soon gone"));
    main.put("last/_SUCCESS", new byte[0]);
    main.commit("m");
    repo.remove(gone.location(repo.storageNamespace()));

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures()).extracting(Failure::key).containsExactly("gone");
    assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
    assertThat(out.marker()).contains("gone: ");
    assertThat(out.objects()).as("neighbours are there").hasSize(50);
    assertThat(out.objects())
        .as("a failed round stops the next")
        .doesNotContainKey("last/_SUCCESS");
  }

  @Test // defect 2, second half: nothing is done twice
  void shouldReadEveryObjectOnceAlsoWhenOneFails() throws IOException {
    // Given
    putMany(100);
    Entry gone = main.put("gone", bytes("soon gone"));
    main.commit("m");
    repo.remove(gone.location(repo.storageNamespace()));
    sandbox.forgetRequests();

    // When
    failure(exporter());

    // Then
    long reads =
        sandbox.requests().stream()
            .filter(r -> r.path().endsWith("/objects") && r.method().equals("GET"))
            .count();
    assertThat(reads).isEqualTo(101);
  }

  @Test // defects 4, 7 and 8
  void shouldNameKeysThatAFolderCannotHoldAndExportTheRest() throws IOException {
    // Given
    List<String> odd =
        List.of(
            "../escape.txt",
            "n/dots/../up.txt",
            "n/dot/./here.txt",
            "n/double//slash.txt",
            "n/trailing/",
            "/leading/slash.txt",
            "n/" + "x".repeat(256));
    odd.forEach(key -> main.put(key, bytes(key)));
    main.put("n/ok.txt", bytes("ok"));
    main.put("s3a://export-dst/EVIL.txt", bytes("x"));
    main.put("n/scheme:/fine.txt", bytes("a colon is just a name"));
    main.commit("odd keys");

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures())
        .extracting(Failure::key)
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.Stream.concat(
                    odd.stream(), java.util.stream.Stream.of("s3a://export-dst/EVIL.txt"))
                .toList());
    assertThat(out.objects().keySet()).containsExactly("n/ok.txt", "n/scheme:/fine.txt");
    try (var around = Files.list(temp)) {
      assertThat(around).containsExactly(out.path());
    }
  }

  @Test // defect 4
  void shouldNameOneOfAKeyAndAnotherBelowIt() throws IOException {
    // Given
    main.put("p/a", bytes("a file"));
    main.put("p/a/b", bytes("below it"));
    main.put("p/c", bytes("beside"));
    main.commit("m");

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures())
        .extracting(Failure::key)
        .hasSize(1)
        .first()
        .isIn("p/a", "p/a/b");
    assertThat(out.objects()).hasSize(2).containsKey("p/c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_spillway/x", "_spillway", "EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS"})
  void shouldCopyNothingWhenAKeyFallsOnSpillwaysOwnNames(String key) throws IOException {
    // Given
    putMany(10);
    main.put(key, bytes("x"));
    main.commit("m");

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures()).extracting(Failure::key).containsExactly(key);
    assertThat(out.objects()).isEmpty();
    assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
  }

  @Test
  void shouldNameAKeyThatIsNoTextAndCopyNothing() throws IOException {
    // Given
    Entry entry = main.put("b", bytes("x"));
    Bytes key = Bytes.of(new byte[] {'b', (byte) 0xff});
    main.stage(
        new Entry(
            key,
            entry.address(),
            true,
            1,
            entry.checksum(),
            0,
            Map.of(),
            "text/plain",
            Bytes.EMPTY));
    main.commit("m");

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures())
        .extracting(Failure::reason)
        .containsExactly("the key is not valid UTF-8 (hexadecimal: 62ff)");
    assertThat(out.objects()).isEmpty();
  }

  /** Puts one key into a round that there is none of, and throws for another. */
  private static final class BrokenFilter implements KeyFilter {
    private static final long serialVersionUID = 1L;

    @Override
    public int rounds() {
      return 3;
    }

    @Override
    public int roundForKey(String key) {
      if (key.equals("boom")) {
        throw new IllegalStateException("no idea");
      }
      return key.equals("zero") ? 0 : key.equals("four") ? 4 : 3;
    }
  }

  @Test
  void shouldNameKeysThatTheFilterDoesNotPlace() {
    // Given
    List.of("boom", "zero", "four", "fine").forEach(key -> main.put(key, bytes(key)));
    main.commit("m");

    // When
    ExportFailedException failure =
        failure(
            new Exporter(
                TestSpark.session(), client(), new BrokenFilter(), repo.id(), out.uri(), 3));

    // Then
    assertThat(failure.report().failures())
        .extracting(Failure::key)
        .containsExactly("boom", "four", "zero");
    assertThat(failure.report().failures())
        .extracting(Failure::reason)
        .anySatisfy(reason -> assertThat(reason).contains("no idea"))
        .anySatisfy(reason -> assertThat(reason).contains("round 4 of 3"));
  }

  @Test
  void shouldRefuseADamagedRangeByNameAndCopyNothing() throws IOException {
    // Given
    putMany(200);
    main.commit("m");
    String damaged = repo.ranges("main").get(1).id();
    byte[] file = repo.read(repo.metadataFile(damaged));
    file[file.length / 3] ^= 0x10;
    repo.overwrite(repo.metadataFile(damaged), file);

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.getMessage()).contains(damaged);
    assertThat(out.objects()).isEmpty();
    assertThat(out.marker()).contains(damaged);
  }

  @Test
  void shouldRefuseADamagedMetaRangeByNameInAMarker() throws IOException {
    // Given
    putMany(20);
    main.commit("m");
    String damaged = repo.commit("main").metaRangeId();
    byte[] file = repo.read(repo.metadataFile(damaged));
    file[file.length / 3] ^= 0x10;
    repo.overwrite(repo.metadataFile(damaged), file);

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.getMessage()).contains(damaged);
    assertThat(out.objects()).isEmpty();
    assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
    assertThat(out.marker()).contains(damaged);
  }

  @Test
  void shouldFailAnObjectWhoseDataEndsEarlyAndLeaveNoHalfFile() throws IOException {
    // Given
    Entry cut = main.put("cut", new byte[100_000]);
    main.put("whole", bytes("whole"));
    main.commit("m");
    repo.overwrite(cut.location(repo.storageNamespace()), new byte[99_999]);

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures()).extracting(Failure::key).containsExactly("cut");
    assertThat(out.objects().keySet()).containsExactly("whole");
    assertThat(out.files()).noneMatch(file -> file.contains("tmp"));
  }

  @Test
  void shouldTakeAChecksumThatIsNoMd5ForWhatItIsAndCountIt() throws IOException {
    // Given: as a multipart upload through lakeFS's S3 gateway leaves it
    main.putWithChecksum(
        "parts", Body.of(bytes("in parts")), Attributes.NONE, "0512cff0000000000000000000000000");
    main.commit("m");

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(report.summary().provedBySize()).isEqualTo(1);
    assertThat(out.marker()).contains("proved by size alone: 1");
    assertThat(out.objects().get("parts")).isEqualTo(bytes("in parts"));
  }

  @Test
  void shouldCountMetadataThatAFolderDoesNotKeep() throws IOException {
    // Given
    main.put("with", bytes("x"), "text/plain", Map.of("owner", "team-a"));
    main.put("only lakeFS's own", bytes("x"), "text/plain", Map.of("::lakefs::client-mtime", "1"));
    main.commit("m");

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(report.summary().metadataNotKept()).isEqualTo(1);
    String record =
        Files.readString(
            out.path().resolve("_spillway/exports/" + report.exportId() + "/export.json"));
    assertThat(record).contains("\"metadataNotKept\" : 1", "\"state\" : \"SUCCEEDED\"");
  }

  /** Remembers how far each step got. */
  private static final class LastReached implements ProgressListener {
    private final Map<String, Long> steps = new TreeMap<>();
    private String step = "";

    @Override
    public void begins(String name, long objects, long bytes) {
      step = name;
    }

    @Override
    public void reached(long objects, long bytes) {
      steps.put(step, objects);
    }
  }

  @Test
  void shouldTellProgressToTheEndOfEveryStep() {
    // Given
    putMany(130);
    main.put("k/_SUCCESS", new byte[0]);
    main.commit("m");
    LastReached progress = new LastReached();

    // When
    new Exporter(
            TestSpark.session(), client(), repo.id(), out.uri(), ExportOptions.DEFAULT, progress)
        .exportAllFromBranch("main");

    // Then
    assertThat(progress.steps)
        .isEqualTo(Map.of("planning", 131L, "round 1 of 2", 130L, "round 2 of 2", 1L));
  }

  @Test
  void shouldKeepTheLedgerElsewhereWhenAsked() throws IOException {
    // Given
    main.put("a/b", bytes("x"));
    main.commit("m");
    Folder ledger = new Folder(temp.resolve("ledger"));
    ExportOptions options = ExportOptions.DEFAULT.withLedger(Location.parse(ledger.uri()));

    // When
    ExportReport report =
        new Exporter(
                TestSpark.session(), client(), repo.id(), out.uri(), options, ProgressListener.NONE)
            .exportAllFromBranch("main");

    // Then
    assertThat(ledger.files())
        .contains("exports/" + report.exportId() + "/export.json", "lease/00000001.json");
    assertThat(out.files()).hasSize(3).contains("a/b", "_spillway/ledger.json");
    try (var own = Files.list(out.path().resolve("_spillway"))) {
      assertThat(own.map(path -> path.getFileName().toString())).containsExactly("ledger.json");
    }
  }

  @Test
  void shouldListThroughTheApiWhatItCannotReadFromFiles() throws IOException {
    // Given
    Map<String, byte[]> committed = putMany(2_345);
    committed.put("z/_SUCCESS", new byte[0]);
    main.put("z/_SUCCESS", new byte[0]);
    main.commit("m");
    var pin = new io.spillway.source.lakefs.LakeFsPin(client(), repo.id());
    var stores = new io.spillway.store.Stores(Settings.of(Map.of()));
    var slower = pin.source(pin.branch("main"), stores).slower().orElseThrow();

    // When
    ExportReport report = Exports.run(slower, out.uri(), stores);

    // Then
    assertThat(report.objects()).isEqualTo(2_346);
    assertThat(out.objects()).usingRecursiveComparison().isEqualTo(committed);
  }

  @Test
  void shouldWriteNothingWhenTheSourceDoesNotExist() throws IOException {
    assertThatThrownBy(() -> exporter().exportAllFromBranch("nope"))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("nope");
    assertThatThrownBy(
            () ->
                new Exporter(TestSpark.session(), client(), "no-repo", out.uri())
                    .exportAllFromBranch("main"))
        .hasMessageContaining("no-repo");
    assertThatThrownBy(() -> exporter().exportAllFromCommit("0".repeat(64)))
        .hasMessageContaining("0000");
    assertThatThrownBy(
            () ->
                new Exporter(
                        TestSpark.session(),
                        new ApiClient(sandbox.url(), sandbox.accessKey(), "wrong"),
                        repo.id(),
                        out.uri())
                    .exportAllFromBranch("main"))
        .isInstanceOf(SpillwayException.class)
        .hasMessageNotContaining("wrong");
    assertThat(out.files()).isEmpty();
  }

  private Map<String, byte[]> putMany(int count) {
    Map<String, byte[]> committed = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String key = "k/" + i;
      committed.put(key, bytes("content of " + key));
    }
    committed.forEach(main::put);
    return new TreeMap<>(new HashMap<>(committed));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ApiClient client() {
    return new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());
  }

  private Exporter exporter() {
    return new Exporter(TestSpark.session(), client(), repo.id(), out.uri());
  }

  private static ExportFailedException failure(Exporter exporter) {
    return catchThrowableOfType(
        ExportFailedException.class, () -> exporter.exportAllFromBranch("main"));
  }
}
