package io.spillway.rows.round;

import io.spillway.outcome.Cost;
import io.spillway.outcome.Tally;
import io.spillway.outcome.WrittenFile;
import io.spillway.outcome.WrittenFiles;
import io.spillway.spark.RunningTasks;
import io.spillway.spark.SerializedValues;
import io.spillway.store.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;

/**
 * A task that writes the rows of a few splits, one file each. A failed split does not stop the
 * others. The outcome of each split is returned to the driver.
 */
final class WriteTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;
  private static final String STEP = "write-1";

  private final RowJob job;
  private final LongAccumulator rows;
  private final LongAccumulator bytes;

  WriteTask(RowJob job, LongAccumulator rows, LongAccumulator bytes) {
    this.job = job;
    this.rows = rows;
    this.bytes = bytes;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> packs) throws Exception {
    job.files().check();
    RunningTasks.here().begin(job.run());
    try (RowWriter writer = new RowWriter(job)) {
      List<byte[]> written = new ArrayList<>();
      while (packs.hasNext()) {
        written.add(
            SerializedValues.encode(
                write(SerializedValues.decode(packs.next(), RowPack.class), writer)));
      }
      return written.iterator();
    } finally {
      RunningTasks.here().end(job.run());
    }
  }

  private WrittenFiles write(RowPack pack, RowWriter writer) throws InterruptedException {
    long begun = System.nanoTime();
    Meter meter = new Meter();
    try (Meter.Scope ignored = meter.bind()) {
      List<WrittenFile> files = new ArrayList<>();
      for (RowPack.Item item : pack.items()) {
        WrittenFile file = writer.write(item);
        files.add(file);
        rows.add(file.rows());
        bytes.add(file.bytes());
      }
      Duration time = Duration.ofNanos(System.nanoTime() - begun);
      return new WrittenFiles(files, Cost.of(task(pack, files, time), meter.traffic()));
    }
  }

  private static Cost.Task task(RowPack pack, List<WrittenFile> files, Duration time) {
    RowPack.Item first = pack.items().get(0);
    RowPack.Item last = pack.items().get(pack.items().size() - 1);
    return new Cost.Task(
        STEP,
        first.split().number(),
        last.split().number(),
        last.split().table().name(),
        new Tally(files.size(), files.stream().mapToLong(WrittenFile::bytes).sum()),
        time);
  }
}
