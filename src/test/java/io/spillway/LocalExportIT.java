package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.outcome.Summary.Count;
import io.spillway.report.ExportReport;
import io.spillway.report.Reports;
import io.spillway.request.ProgressListener;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.testing.Folder;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports from a lakeFS that keeps its objects to itself ({@code local://}) into a folder. */
class LocalExportIT extends LocalExports {
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

  @Test
  void shouldTakeAChecksumThatIsNoMd5ForWhatItIsAndCountIt() throws IOException {
    // Given: as a multipart upload through lakeFS's S3 gateway leaves it
    main.putWithChecksum(
        "parts", Body.of(bytes("in parts")), Attributes.NONE, "0512cff0000000000000000000000000");
    main.commit("m");

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(report.summary().count(Count.PROVED_BY_SIZE)).isEqualTo(1);
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
    assertThat(report.summary().count(Count.METADATA_NOT_KEPT)).isEqualTo(1);
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
}
