package io.spillway.rows.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.outcome.WrittenFile;
import io.spillway.outcome.WrittenFiles;
import io.spillway.rows.parquet.Compression;
import io.spillway.rows.parquet.RowFileReader;
import io.spillway.spark.RunningTasks;
import io.spillway.spark.SerializedValues;
import io.spillway.store.ObjectStore;
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
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that writes rows, run again as Spark runs it: after it died, or beside itself. */
class WriteTaskTest {
  private static final Stores STORES = new Stores(Settings.of(Map.of()));

  @TempDir Path temp;

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
      assertThat(RowFileReader.sums(job.destination().store(), file.key(), file.size()).rows())
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
  void shouldBeginNothingOnceTheExportWasStopped() {
    // Given
    FakeRows rows = new FakeRows().table("a", 100);
    RowJob job = job(rows);
    RunningTasks.here().stop(job.run());

    // When, then
    assertThatThrownBy(() -> run(job, rows)).isInstanceOf(InterruptedException.class);
    assertThat(rows.opened()).isZero();
  }

  @Test
  void shouldMarkNoTableAsWholeInAFolderThatIsNotTheDrivers() throws Exception {
    // Given: a worker that sees another folder by the name of the driver's
    FakeRows rows = new FakeRows().table("a", 100);
    RowJob job = job(rows);
    job.destination().sweep();

    // When, then
    assertThatThrownBy(
            () ->
                new SucceedTask(job)
                    .call(List.of(SerializedValues.encode(job.id() + "/a/_SUCCESS")).iterator()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not see the driver's");
    assertThat(job.destination().store().list(job.destination().key(job.id() + "/"))).isExhausted();
  }

  private RowJob job(FakeRows rows) {
    Location root = Location.ofFolder(temp).asRoot();
    ExportId id = ExportId.chosen("x", Clock.systemUTC());
    Prefix prefix = Prefix.of(root, new Location("nowhere", "x", ""), STORES, id);
    try {
      prefix.raiseFlag();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return new RowJob(prefix, rows.reader(), Compression.ZSTD, System.nanoTime(), 8);
  }

  private static List<WrittenFile> run(RowJob job, FakeRows rows) throws Exception {
    List<byte[]> packs =
        RowPack.of(rows.plan(1), 1).stream().map(SerializedValues::encode).toList();
    WriteTask task = new WriteTask(job, new LongAccumulator(), new LongAccumulator());
    List<WrittenFile> files = new ArrayList<>();
    Iterator<byte[]> written = task.call(packs.iterator());
    while (written.hasNext()) {
      files.addAll(SerializedValues.decode(written.next(), WrittenFiles.class).files());
    }
    return files;
  }

  private static List<StoredObject> files(RowJob job) throws IOException {
    ObjectStore store = job.destination().store();
    List<StoredObject> files = new ArrayList<>();
    store
        .list(job.destination().key(job.id() + "/"))
        .forEachRemaining(
            object -> {
              if (object.key().endsWith(".parquet")) {
                files.add(object);
              }
            });
    return files;
  }
}
