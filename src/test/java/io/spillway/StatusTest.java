package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.base.Location;
import io.spillway.report.ExportHistory;
import io.spillway.store.RequestKind;
import io.spillway.store.TestStores;
import io.spillway.store.TrackingStore;
import io.spillway.store.hadoop.HadoopSettings;
import io.spillway.store.memory.MemoryStore;
import io.spillway.testing.Approved;
import io.spillway.testing.Cli;
import io.spillway.testing.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spillway status} on ledgers of all kinds; there is neither lakeFS nor Spark. */
class StatusTest {
  private static final String ROOT = "memory://status/lake/out";

  @TempDir Path temp;

  private final TrackingStore store = new TrackingStore(new MemoryStore("status"));
  private final RecordedExports recorded = new RecordedExports(ROOT);
  private TestStores.Registration registration;

  @BeforeEach
  void open() {
    registration = TestStores.register(Location.parse(ROOT), store);
  }

  @AfterEach
  void close() {
    registration.close();
  }

  @Test
  void shouldShowTheExportsNewestFirst() throws IOException {
    // Given
    recorded.all();

    // When
    Cli.Ended ended = status();

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.errors()).isEmpty();
    Approved.check("status.txt", ended.output());
    assertThat(ExportHistory.of(new Configuration(false), ROOT))
        .as("a notebook shows the same")
        .hasToString(ended.output());
  }

  @Test
  void shouldDocumentTheExports() throws IOException {
    // Given
    recorded.all();

    // When
    Cli.Ended ended = status("--output=json");

    // Then
    Schemas.valid("status", ended.output());
    Approved.check("status.json", ended.output());
  }

  @Test
  void shouldShowOneExportInDetail() throws IOException {
    // Given
    recorded.all();

    // Then
    for (String id :
        List.of(
            RecordedExports.FULL,
            RecordedExports.FAILED,
            RecordedExports.DIFF,
            RecordedExports.RUNNING)) {
      Cli.Ended ended = status("--export-id=" + id);
      assertThat(ended.exitCode()).as(ended.errors()).isZero();
      Approved.check("status-" + id + ".txt", ended.output());
    }
  }

  @Test
  void shouldDocumentOneExportInDetail() throws IOException {
    // Given
    recorded.all();

    // When
    Cli.Ended full = status("--export-id=" + RecordedExports.FULL, "--output=json");
    Cli.Ended failed = status("--export-id=" + RecordedExports.FAILED, "--output=json");

    // Then
    Schemas.valid("status", full.output());
    Schemas.valid("status", failed.output());
    Approved.check("status-export.json", full.output());
    JsonNode only = Schemas.parsed(failed.output()).path("exports");
    assertThat(only).hasSize(1);
    assertThat(only.at("/0/failures/1/key").asText()).isEqualTo("odd\nkey");
  }

  @Test
  void shouldCostAHandfulOfRequests() throws IOException {
    // Given
    recorded.all();
    for (int i = 0; i < 50; i++) {
      recorded.outcome(RecordedExports.FULL, i + ".jsonl.gz");
    }
    store.forget();

    // When
    status();

    // Then
    assertThat(store.count(RequestKind.LIST)).as("leases; 4 folders and their end").isEqualTo(6);
    assertThat(store.count(RequestKind.OPEN))
        .as("the pointer, the beat, the lease, 4 records")
        .isEqualTo(7);

    // When
    store.forget();
    status("--export-id=" + RecordedExports.FULL);

    // Then
    assertThat(store.requests())
        .as("the pointer, the list, the beat, the lease, the record")
        .hasSize(5);
  }

  @Test
  void shouldWriteNothing() throws IOException {
    // Given
    recorded.all();
    store.forget();

    // When
    status();
    status("--export-id=" + RecordedExports.RUNNING);

    // Then
    assertThat(store.requests())
        .allMatch(
            request ->
                request.kind() == RequestKind.LIST
                    || request.kind() == RequestKind.OPEN
                    || request.kind() == RequestKind.STAT);
  }

  @Test
  void shouldTellAnExportThatDidNotEnd() throws IOException {
    // Given: its lease was released, or is another's
    recorded.full();
    recorded.running();
    recorded.lease(6, "", 1, false);

    // Then
    assertThat(standings()).containsExactly("unfinished", "succeeded");
    assertThat(status().output())
        .contains("  UNFINISHED\n", "    it did not end: it was killed, or lost its lease")
        .contains(
            "lease: held by ann@build-7 pid 4711 since 2026-11-22T07:59:59.123Z, 1 beat so far\n");

    // When
    recorded.lease(6, "", 2, true);

    // Then
    assertThat(standings()).containsExactly("unfinished", "succeeded");
    assertThat(status().output()).contains("lease: free\n");
  }

  @Test
  void shouldTellALeaseThatSaysNothing() throws IOException {
    // Given
    recorded.full();
    recorded.write("lease/00000009.json", "{\"holder\":");

    // Then
    assertThat(status().output())
        .contains(
            "lease: held by an export that does not say who it is, whose beat is missing or"
                + " damaged\n");
    Schemas.valid("status", status("--output=json").output());
  }

  @Test
  void shouldTellALeaseBeforeItsExportIsRecorded() throws IOException {
    // Given
    recorded.lease(1, "", 3, false);

    // When
    Cli.Ended ended = status();

    // Then
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output())
        .isEqualTo(
            """
            No export to memory://status/lake/out is recorded
            lease: held by ann@build-7 pid 4711 since 2026-11-22T07:59:59.123Z, 3 beats so far
            """);
  }

  @Test
  void shouldShowTheOthersWhenOneIsDamaged() throws IOException {
    // Given
    recorded.all();
    recorded.damage(RecordedExports.FAILED);

    // When
    Cli.Ended ended = status();

    // Then
    assertThat(ended.exitCode()).isZero();
    assertThat(standings()).containsExactly("running", "succeeded", "succeeded");
    assertThat(ended.output())
        .startsWith("4 exports to ")
        .endsWith(
            RecordedExports.FAILED
                + "  UNREADABLE\n    The ledger's "
                + ROOT
                + "/_spillway/exports/"
                + RecordedExports.FAILED
                + "/export.json is damaged, it is not a record of an export\n");
    Schemas.valid("status", status("--output=json").output());
  }

  @Test
  void shouldFindTheOthersWhenTheNewestIsDamaged() throws IOException {
    // Given
    recorded.all();
    recorded.damage(RecordedExports.RUNNING);
    for (int i = 0; i < 50; i++) {
      recorded.outcome(RecordedExports.DIFF, i + ".jsonl.gz");
    }
    store.forget();

    // Then
    assertThat(standings()).containsExactly("succeeded", "failed", "succeeded");
    assertThat(store.count(RequestKind.LIST)).as("leases; 4 folders and their end").isEqualTo(6);
  }

  @Test
  void shouldFindExportsWhoseLeasesAreGone() throws IOException {
    // Given: also a store that keeps its keys in folders
    RecordedExports onDisk = new RecordedExports("file://" + temp);
    onDisk.full();
    onDisk.failed();
    onDisk.outcome(RecordedExports.FULL, "0.jsonl.gz");
    Files.createDirectories(temp.resolve("_spillway/exports/not an export"));
    Files.writeString(temp.resolve("_spillway/exports/not an export/export.json"), "{}");

    // When
    ExportHistory history = ExportHistory.of(new Configuration(false), "file://" + temp);

    // Then
    assertThat(history.exports())
        .extracting(entry -> entry.record().exportId())
        .containsExactly(RecordedExports.FAILED, RecordedExports.FULL);
    assertThat(history.lease()).isEmpty();
  }

  @Test
  void shouldReadALedgerThatIsKeptElsewhere() throws IOException {
    // Given
    recorded.all();

    // When
    Cli.Ended ended =
        InProcess.run(Map.of(), "status", "memory://other/x/", "--ledger=" + ROOT + "/_spillway/");

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.output()).startsWith("4 exports to memory://other/x, newest");
    assertThat(ExportHistory.of(new Configuration(false), "memory://other/x", ROOT + "/_spillway"))
        .hasToString(ended.output());
  }

  @Test
  void shouldSayThatNothingIsThere() {
    // When
    Cli.Ended ended = status();

    // Then
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors())
        .isEqualTo(
            "spillway: Nothing was exported to "
                + ROOT
                + ", as "
                + ROOT
                + "/_spillway tells: there is no record of an export. Check the location, or give"
                + " --ledger=LOCATION if its ledger is kept elsewhere.\n");
    assertThat(ExportHistory.of(new Configuration(false), ROOT).exports()).isEmpty();
  }

  @Test
  void shouldSayThatThereIsNoSuchExport() throws IOException {
    // Given
    recorded.all();

    // Then
    for (String id : List.of("20261121T091538.001Z-00000000", "../../etc", "x")) {
      Cli.Ended ended = status("--export-id=" + id, "--output=json");
      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(Schemas.valid("error", ended.output()).path("message").asText())
          .isEqualTo(
              "There is no export '"
                  + id
                  + "' in "
                  + ROOT
                  + "/_spillway: see spillway status "
                  + ROOT
                  + " for those that are recorded.");
    }
  }

  @Test
  void shouldSayThatTheExportsRecordIsDamaged() throws IOException {
    // Given
    recorded.all();
    recorded.damage(RecordedExports.FULL);

    // When
    Cli.Ended ended = status("--export-id=" + RecordedExports.FULL);

    // Then
    assertThat(ended.exitCode()).isEqualTo(4);
    assertThat(ended.errors())
        .startsWith("spillway: The ledger's " + ROOT)
        .endsWith("/export.json is damaged, it is not a record of an export.\n");
  }

  @Test
  void shouldTakeSettingsFromSystemPropertiesAsSparkDoes() {
    // Given
    System.setProperty("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:1");
    try {
      // Then
      assertThat(HadoopSettings.chosen(HadoopSettings.ofThisProcess()).find("fs.s3a.endpoint"))
          .contains("http://127.0.0.1:1");
    } finally {
      System.clearProperty("spark.hadoop.fs.s3a.endpoint");
    }
  }

  private List<String> standings() {
    List<String> standings = new ArrayList<>();
    Schemas.parsed(status("--output=json").output())
        .path("exports")
        .forEach(export -> standings.add(export.path("standing").asText()));
    return standings;
  }

  private static Cli.Ended status(String... more) {
    List<String> line = new ArrayList<>(List.of("status", ROOT + "/"));
    line.addAll(List.of(more));
    return InProcess.run(Map.of(), line.toArray(String[]::new));
  }
}
