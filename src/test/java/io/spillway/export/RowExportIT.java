package io.spillway.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.ledger.ExportStatus;
import io.spillway.ledger.History;
import io.spillway.ledger.RowsRecord.OfTable;
import io.spillway.ledger.RowsRecord.TableState;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ProgressListener;
import io.spillway.rows.RowReadException;
import io.spillway.rows.RowReadException.Remedy;
import io.spillway.rows.destination.FolderDestination;
import io.spillway.rows.round.RowRunner;
import io.spillway.rows.round.RowVerifier;
import io.spillway.store.Stores;
import io.spillway.testing.FakeRows;
import io.spillway.testing.Folder;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of rows that a test has made up, from a source that is no database. */
class RowExportIT {
  private static final LeaseTiming TIMING = LeaseTiming.lasting(Duration.ofMinutes(5));
  private static final Stores STORES = new Stores(Settings.of(Map.of()));

  @TempDir Path temp;
  private Path root;
  private FakeRows rows;

  @BeforeEach
  void makeSource() {
    root = temp.resolve("out");
    rows = new FakeRows();
  }

  @Test
  void shouldWriteEachTableIntoAFolderOfItsOwn() throws IOException {
    // Given
    rows.table("orders", 100, 50, 7).table("empty", 0);

    // When
    ExportReport report = export(RowOptions.DEFAULT.withExportId("first"));

    // Then
    assertThat(files())
        .containsExactlyInAnyOrder(
            "first/db/public.empty/_SUCCESS",
            "first/db/public.empty/part-00000.zstd.parquet",
            "first/db/public.orders/_SUCCESS",
            "first/db/public.orders/part-00000.zstd.parquet",
            "first/db/public.orders/part-00001.zstd.parquet",
            "first/db/public.orders/part-00002.zstd.parquet");
    assertThat(read("first/db/public.orders"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 157)
                .mapToObj(row -> row + "|" + FakeRows.text("db.public.orders", row))
                .toList());
    assertThat(read("first/db/public.empty")).isEmpty();
    assertThat(report.success()).isTrue();
    assertThat(report.rows().count()).isEqualTo(157);
    assertThat(new Folder(root).markers())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("EXPORT_first_");
    assertThat(rows.isClosed()).isTrue();
  }

  @Test
  void shouldRecordWhatBecameOfEachTable() throws IOException {
    // Given
    rows.table("orders", 100, 50);

    // When
    ExportReport report = export(RowOptions.DEFAULT);

    // Then
    History.Entry recorded = history().exports().get(0);
    assertThat(recorded.standing()).isEqualTo(ExportStatus.SUCCEEDED);
    assertThat(recorded.record().exportId()).isEqualTo(report.exportId());
    assertThat(recorded.record().rows().tables())
        .containsExactly(
            new OfTable(
                "db.public.orders",
                "db/public.orders",
                TableState.COMPLETE,
                100,
                150,
                2,
                report.summary().copied().bytes(),
                null));
    assertThat(recorded.record().rows().snapshot()).startsWith("snap-");
    assertThat(recorded.record().rows().position()).isEqualTo("0/1");
    assertThat(recorded.record().rows().takenAt()).isEqualTo("2026-11-21T09:15:00Z");
  }

  @Test
  void shouldSayWhichTableFailedAndMarkNoneAsWhole() throws IOException {
    // Given
    rows.table("bad", 10, 10).table("good", 10);
    rows.reading(
        (table, split, row, attempt, canceled) -> {
          if (table.endsWith("bad") && split == 1 && row == 3) {
            throw new RowReadException("row 3 makes no sense");
          }
        });

    // When
    ExportFailedException failure = failing(RowOptions.DEFAULT.withExportId("x"));

    // Then
    assertThat(failure.report().failures())
        .extracting(Object::toString)
        .containsExactly("db.public.bad: row 3 makes no sense");
    assertThat(files())
        .containsExactlyInAnyOrder(
            "x/db/public.bad/part-00000.zstd.parquet", "x/db/public.good/part-00000.zstd.parquet");
    assertThat(new Folder(root).markers()).hasSize(1).first().asString().endsWith("_FAILURE");
    assertThat(history().exports().get(0).record().rows().tables())
        .extracting(OfTable::state, OfTable::reason)
        .containsExactly(
            tuple(TableState.FAILED, "row 3 makes no sense"), tuple(TableState.COMPLETE, null));
  }

  @Test
  void shouldReadASplitAgainFromItsFirstRowWhenItsSessionBreaks() throws IOException {
    // Given
    rows.table("orders", 100);
    rows.reading(
        (table, split, row, attempt, canceled) -> {
          if (row == 60 && attempt < 3) {
            throw new RowReadException(
                "the connection broke", Remedy.ANOTHER_SESSION, new IOException());
          }
        });

    // When
    ExportReport report = export(RowOptions.DEFAULT.withExportId("x"));

    // Then
    assertThat(report.rows().count()).isEqualTo(100);
    assertThat(read("x/db/public.orders")).hasSize(100).doesNotHaveDuplicates();
    assertThat(rows.opened()).isEqualTo(3);
  }

  @Test
  void shouldGiveUpWhatBreaksAgainAndAgain() {
    // Given
    rows.table("orders", 10);
    rows.reading(
        (table, split, row, attempt, canceled) -> {
          throw new RowReadException("timed out", Remedy.AGAIN, new IOException());
        });

    // When, then
    assertThat(failing(RowOptions.DEFAULT).report().failures())
        .extracting(Object::toString)
        .containsExactly("db.public.orders: timed out (tried 4 times)");
    assertThat(rows.opened()).isEqualTo(1);
  }

  @Test
  void shouldFailWhenTheStateIsLostAndSaySo() throws IOException {
    // Given
    rows.table("orders", 10, 10);
    rows.reading(
        (table, split, row, attempt, canceled) -> {
          rows.lose("whoever held it is gone");
          try {
            canceled.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });

    // When
    ExportFailedException failure = failing(RowOptions.DEFAULT);

    // Then
    assertThat(failure.report().failures().get(0))
        .hasToString("the snapshot: whoever held it is gone");
    assertThat(files()).isEmpty();
    assertThat(history().exports().get(0).record().rows().tables())
        .extracting(OfTable::state)
        .containsExactly(TableState.CANCELED);
  }

  @Test
  void shouldAskOnceMoreForTheStateWhenAllIsRead() throws IOException {
    // Given
    rows.table("orders", 10);
    rows.loseInSilence();

    // When
    ExportFailedException failure = failing(RowOptions.DEFAULT);

    // Then
    assertThat(failure.report().failures().get(0).toString()).contains("whoever held it is gone");
    assertThat(files()).noneMatch(file -> file.endsWith("_SUCCESS"));
  }

  @Test
  void shouldNeverOpenMoreSessionsThanItMay() {
    // Given
    for (int table = 0; table < 40; table++) {
      rows.table("t" + table, 1000);
    }

    // When
    ExportReport report = export(RowOptions.DEFAULT.withMaxConnections(2));

    // Then
    assertThat(report.rows().count()).isEqualTo(40_000);
    assertThat(rows.mostOpen()).isEqualTo(1);
  }

  @Test
  void shouldRefuseAFolderThatIsNotEmpty() throws IOException {
    // Given
    rows.table("orders", 1);
    Files.createDirectories(root.resolve("x/y"));
    Files.writeString(root.resolve("x/y/z"), "somebody's");

    // When, then
    assertThatThrownBy(() -> export(RowOptions.DEFAULT.withExportId("x")))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("it is not empty")
        .extracting("kind")
        .isEqualTo(SpillwayException.Kind.REFUSED);
    assertThat(files()).containsExactly("x/y/z");
    assertThat(history().exports()).isEmpty();
  }

  @Test
  void shouldFailOverWhatCannotBeReadUnlessItMaySkipIt() throws IOException {
    // Given
    rows.table("orders", 5).unreadable("secret", "nobody may read it");

    // When
    ExportFailedException failure = failing(RowOptions.DEFAULT);
    ExportReport skipping = export(RowOptions.DEFAULT.skippingUnreadable().withExportId("x"));

    // Then
    assertThat(failure.report().failures())
        .extracting(Object::toString)
        .containsExactly("db.public.secret: nobody may read it");
    assertThat(skipping.rows().skipped())
        .extracting(Object::toString)
        .containsExactly("Skipped[table=db.public.secret, reason=nobody may read it]");
    assertThat(files()).allMatch(file -> file.startsWith("x/db/public.orders/"));
  }

  @Test
  void shouldWriteNothingWhenItOnlyPlans() {
    // Given
    rows.table("orders", 5, 5);

    // When
    ExportReport report = export(RowOptions.DEFAULT.dryRun());

    // Then
    assertThat(report.rows().tables())
        .extracting(OfTable::rows, OfTable::files)
        .containsExactly(tuple(10L, 2));
    assertThat(root).doesNotExist();
  }

  @Test
  void shouldVerifyWhatItWrote() {
    // Given
    rows.table("orders", 500, 500).table("empty", 0);
    ExportReport report = export(RowOptions.DEFAULT);

    // When, then
    for (boolean content : List.of(false, true)) {
      VerifyReport verified = verify(content);
      assertThat(verified.isEqual()).isTrue();
      assertThat(verified.rows().exportId()).isEqualTo(report.exportId());
      assertThat(verified.rows().verified().files()).isEqualTo(3);
      assertThat(verified.rows().verified().rows()).isEqualTo(1000);
    }
  }

  @Test
  void shouldFindWhatIsNotAsItWasWritten() throws IOException {
    // Given
    rows.table("a", 500).table("b", 500).table("c", 500).table("d", 500, 400);
    export(RowOptions.DEFAULT.withExportId("x"));
    Path folder = root.resolve("x/db");
    Path a = folder.resolve("public.a/part-00000.zstd.parquet");
    Files.write(a, flipped(Files.readAllBytes(a)));
    Files.delete(folder.resolve("public.b/part-00000.zstd.parquet"));
    Files.delete(folder.resolve("public.c/_SUCCESS"));
    Files.writeString(folder.resolve("public.d/part-00002.zstd.parquet"), "extra");

    // When
    VerifyReport verified = verify(true);

    // Then
    assertThat(verified.isEqual()).isFalse();
    assertThat(verified.rows().verified().differences().kept())
        .extracting(failure -> failure.key())
        .containsExactlyInAnyOrder(
            "x/db/public.a/part-00000.zstd.parquet",
            "x/db/public.b/part-00000.zstd.parquet",
            "x/db/public.c/_SUCCESS",
            "x/db/public.d/part-00002.zstd.parquet");
    assertThat(verified.rows().verified().files()).isEqualTo(3);
  }

  /** A byte of the first column's values, behind the magic number and a page's header. */
  private static byte[] flipped(byte[] bytes) {
    bytes[200] ^= 1;
    return bytes;
  }

  private ExportReport export(RowOptions options) {
    RowWork work =
        new RowWork(
            rows.asSource(),
            destination(),
            options,
            new RowRunner(spark(), ProgressListener.NONE),
            Environment.system());
    return new Export(work, work.context(), TIMING, Environment.system()).run();
  }

  private FolderDestination destination() {
    return new FolderDestination(location(), Optional.empty(), STORES);
  }

  private ExportFailedException failing(RowOptions options) {
    return catchThrowableOfType(ExportFailedException.class, () -> export(options));
  }

  private VerifyReport verify(boolean content) {
    return new RowVerification(
            Optional.of(FakeRows.SOURCE), destination(), Optional.empty(), Environment.system())
        .run(new RowVerifier(spark(), ProgressListener.NONE), content);
  }

  private History history() throws IOException {
    return History.read(STORES, location().resolve("_spillway"), location());
  }

  private Location location() {
    return Location.ofFolder(root).asRoot();
  }

  private static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
  }

  private List<String> files() throws IOException {
    return new Folder(root).objects().keySet().stream().toList();
  }

  private List<String> read(String folder) {
    return TestSpark.session()
        .read()
        .parquet(root.resolve(folder).toString())
        .collectAsList()
        .stream()
        .map(row -> row.get(0) + "|" + row.get(1))
        .toList();
  }
}
