package io.spillway.rows.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.destination.DestinationContext;
import io.spillway.ledger.ExportId;
import io.spillway.outcome.WrittenFile;
import io.spillway.outcome.WrittenFiles;
import io.spillway.rows.PlanRequest;
import io.spillway.rows.RowLayout;
import io.spillway.rows.destination.FolderDestination;
import io.spillway.rows.destination.RowExport;
import io.spillway.rows.destination.RowTransaction;
import io.spillway.rows.parquet.Compression;
import io.spillway.rows.parquet.RowFileReader;
import io.spillway.spark.RunningTasks;
import io.spillway.spark.SerializedValues;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.testing.FakeRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that writes rows, run again as Spark runs it: after it died, or beside itself. */
class WriteTaskTest {
  private static final Location OUTSIDE = new Location("nowhere", "x", "");
  private static final Stores STORES = new Stores(Settings.of(Map.of()));

  @TempDir Path temp;
  private RowTransaction transaction;

  @Test
  void shouldWriteTheSameFilesWhenItIsRunAgainAfterItDied() throws Exception {
    // Given: a task that dies in its second file
    FakeRows rows = new FakeRows().table("a", 100, 100);
    rows.reading(
        (table, split, row, attempt, canceled) -> {
          if (split == 1 && row == 50 && attempt == 1) {
            throw new LinkageError("the executor is of no use");
          }
        });
    RowJob job = job(rows);
    assertThatThrownBy(() -> run(job, rows)).isInstanceOf(LinkageError.class);
    assertThat(files(job)).hasSize(1);

    // When
    List<WrittenFile> written = run(job, rows);

    // Then
    assertThat(written).hasSize(2).allMatch(WrittenFile::isThere);
    assertThat(written).extracting(WrittenFile::rows).containsExactly(100L, 100L);
    assertThat(files(job)).hasSize(2);
    for (StoredObject file : files(job)) {
      assertThat(RowFileReader.sums(STORES.open(root()), file.key(), file.size()).rows())
          .isEqualTo(100);
    }
  }

  @Test
  void shouldWriteTheSameWhenItRunsTwice() throws Exception {
    // Given
    FakeRows rows = new FakeRows().table("a", 100);
    RowJob job = job(rows);

    // When
    List<WrittenFile> first = run(job, rows);
    List<WrittenFile> second = run(job, rows);

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(files(job)).hasSize(1);
  }

  @Test
  void shouldBeginNothingOnceTheExportWasStopped() throws IOException {
    // Given
    FakeRows rows = new FakeRows().table("a", 100);
    RowJob job = job(rows);
    RunningTasks.here().stop(job.run());

    // When, then
    assertThatThrownBy(() -> run(job, rows)).isInstanceOf(InterruptedException.class);
    assertThat(rows.opened()).isZero();
  }

  @Test
  void shouldWriteNothingIntoAFolderThatIsNotTheDrivers() throws Exception {
    // Given: a worker that sees another folder by the name of the driver's
    FakeRows rows = new FakeRows().table("a", 100);
    RowJob job = job(rows);
    transaction.leftovers().sweep(job.id());

    // When, then
    assertThatThrownBy(() -> run(job, rows))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not see the driver's");
    assertThat(rows.opened()).isZero();
    assertThat(files(job)).isEmpty();
  }

  private RowJob job(FakeRows rows) throws IOException {
    ExportId id = ExportId.chosen("x", Clock.systemUTC());
    DestinationContext context =
        new DestinationContext("x", root(), OUTSIDE, root(), OUTSIDE, STORES, false);
    transaction =
        new FolderDestination(root(), Optional.empty(), STORES)
            .begin(
                new RowExport(
                    id, context, RowLayout.TABLE_FOLDERS, FakeRows.SOURCE, Compression.ZSTD, 8));
    transaction.leftovers().raiseFlag();
    return new RowJob(id, "x", transaction.files(), rows.reader(), "x/" + System.nanoTime());
  }

  private static List<WrittenFile> run(RowJob job, FakeRows rows) throws Exception {
    List<byte[]> packs =
        RowPack.of(rows.plan(PlanRequest.ofAll(1)), 1).stream()
            .map(SerializedValues::encode)
            .toList();
    WriteTask task = new WriteTask(job, new LongAccumulator(), new LongAccumulator());
    List<WrittenFile> files = new ArrayList<>();
    Iterator<byte[]> written = task.call(packs.iterator());
    while (written.hasNext()) {
      files.addAll(SerializedValues.decode(written.next(), WrittenFiles.class).files());
    }
    return files;
  }

  private List<StoredObject> files(RowJob job) throws IOException {
    List<StoredObject> files = new ArrayList<>();
    STORES
        .open(root())
        .list(root().resolve(job.id() + "/").path())
        .forEachRemaining(
            object -> {
              if (object.key().endsWith(".parquet")) {
                files.add(object);
              }
            });
    return files;
  }

  private Location root() {
    return Location.ofFolder(temp).asRoot();
  }
}
