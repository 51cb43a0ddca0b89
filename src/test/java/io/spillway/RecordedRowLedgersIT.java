package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.export.Export;
import io.spillway.export.RowOptions;
import io.spillway.export.RowVerification;
import io.spillway.export.RowWork;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.ExportStatus;
import io.spillway.ledger.History;
import io.spillway.ledger.RowsRecord;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ProgressListener;
import io.spillway.rows.destination.FolderDestination;
import io.spillway.rows.round.RowRunner;
import io.spillway.rows.round.RowVerifier;
import io.spillway.store.Stores;
import io.spillway.testing.FakeRows;
import io.spillway.testing.RecordedFolder;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of rows that an earlier version left are read, verified and joined by new ones. */
class RecordedRowLedgersIT {
  private static final Duration USUAL_LEASE = Duration.ofMinutes(5);
  private static final Duration SHORT_LEASE = Duration.ofSeconds(3);

  @TempDir Path temp;
  private RecordedFolder folder;

  @Test
  void shouldReadVerifyAndJoinExportsThatSucceeded() throws IOException {
    // Given
    folder = RecordedFolder.unpack("rows", temp.resolve("recorded"));
    Map<String, byte[]> before = folder.out().objects();
    ExportRecord recorded = newest(ExportStatus.SUCCEEDED);

    // When
    VerifyReport verified = verify(recorded, "tuesday");
    ExportReport next = export(USUAL_LEASE);

    // Then
    assertThat(history().exports()).hasSize(3);
    assertThat(recorded.exportId()).isEqualTo("tuesday");
    assertThat(Objects.requireNonNull(recorded.rows()).count()).isEqualTo(111);
    assertThat(verified.isEqual()).isTrue();
    assertThat(verified.rows().verified().rows()).isEqualTo(111);
    assertThat(next.success()).isTrue();
    assertThat(folder.out().objects()).containsAllEntriesOf(before);
    assertThat(verify(recorded, "monday").isEqual()).isTrue();
    assertThat(verify(newest(ExportStatus.SUCCEEDED), "next").isEqual()).isTrue();
  }

  @Test
  void shouldTakeOverFromAnExportThatWasKilled() throws IOException {
    // Given
    folder = RecordedFolder.unpack("rows-killed", temp.resolve("recorded"));
    Map<String, byte[]> before = folder.out().objects();
    ExportRecord recorded = newest(ExportStatus.RUNNING);

    // When
    ExportReport next = export(SHORT_LEASE);

    // Then
    assertThat(recorded.exportId()).isEqualTo("monday");
    assertThat(Objects.requireNonNull(recorded.rows()).tables())
        .extracting(RowsRecord.OfTable::state)
        .contains(RowsRecord.TableState.COMPLETE, RowsRecord.TableState.STARTING);
    assertThat(next.success()).isTrue();
    assertThat(history().exports())
        .extracting(History.Entry::standing)
        .containsExactly(ExportStatus.SUCCEEDED, ExportStatus.UNFINISHED);
    assertThat(folder.out().objects()).containsAllEntriesOf(before);
    assertThat(verify(newest(ExportStatus.SUCCEEDED), "next").isEqual()).isTrue();
    assertThatThrownBy(() -> verify(recorded, "monday"))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("monday");
  }

  private ExportRecord newest(ExportStatus standing) throws IOException {
    History.Entry newest = history().exports().get(0);
    assertThat(newest.standing()).isEqualTo(standing);
    return newest.record();
  }

  private History history() throws IOException {
    History history = History.read(place().stores(), place().ledger(), place().root());
    assertThat(history.unreadable()).isEmpty();
    return history;
  }

  /** Exports other rows beside the recorded ones. */
  private ExportReport export(Duration lease) {
    FakeRows rows = new FakeRows().table("orders", 30, 12);
    RowWork work =
        new RowWork(
            rows.asSource(),
            destination(),
            RowOptions.DEFAULT.withExportId("next"),
            new RowRunner(spark(), ProgressListener.NONE),
            Environment.system());
    return new Export(work, work.context(), LeaseTiming.lasting(lease), Environment.system()).run();
  }

  private VerifyReport verify(ExportRecord record, String id) {
    return new RowVerification(
            Optional.of(record.what().source()),
            destination(),
            Optional.of(id),
            Environment.system())
        .run(new RowVerifier(spark(), ProgressListener.NONE), true);
  }

  private DestinationContext place() {
    return destination().records(Optional.empty()).get(0);
  }

  private FolderDestination destination() {
    return new FolderDestination(
        Location.parse(folder.out().uri()).asRoot(),
        Optional.empty(),
        new Stores(Settings.of(Map.of())));
  }

  private static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
  }
}
