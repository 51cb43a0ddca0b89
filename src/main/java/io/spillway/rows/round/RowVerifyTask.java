package io.spillway.rows.round;

import io.spillway.base.Location;
import io.spillway.base.Messages;
import io.spillway.ledger.FileList;
import io.spillway.outcome.Cost;
import io.spillway.outcome.RowsVerified;
import io.spillway.rows.parquet.RowFileReader;
import io.spillway.rows.parquet.RowFileReader.ColumnFact;
import io.spillway.rows.parquet.RowsWritten;
import io.spillway.spark.JvmProgress;
import io.spillway.spark.SerializedValues;
import io.spillway.store.Meter;
import io.spillway.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;

/** A task that compares row files with the records made when they were written. */
final class RowVerifyTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final RowVerifyJob job;
  private final LongAccumulator files;

  RowVerifyTask(RowVerifyJob job, LongAccumulator files) {
    this.job = job;
    this.files = files;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> lines) {
    Meter meter = new Meter();
    try (Meter.Scope ignored = meter.bind()) {
      RowsVerified all = RowsVerified.NONE;
      while (lines.hasNext()) {
        all = all.plus(verify(SerializedValues.decode(lines.next(), FileList.Line.class)));
        files.add(1);
        JvmProgress.advance(job.id(), 1, 0);
      }
      Cost cost = Cost.ofPlanning(meter.traffic());
      return List.of(
              SerializedValues.encode(
                  new RowsVerified(all.files(), all.rows(), all.differences(), cost)))
          .iterator();
    }
  }

  private RowsVerified verify(FileList.Line line) {
    try {
      Location file = job.locations().of(line.file());
      ObjectStore store = job.stores().open(file);
      String key = file.path();
      RowFileReader.Facts facts = RowFileReader.facts(store, key, line.bytes());
      if (facts.rows() != line.rows()) {
        return RowsVerified.differing(
            line.file(),
            "has " + facts.rows() + " rows, and " + line.rows() + " were read from the source");
      }
      String differing = job.readsContent() ? content(store, key, line, facts.columns()) : "";
      return differing.isEmpty()
          ? new RowsVerified(1, facts.rows(), RowsVerified.NONE.differences(), Cost.NONE)
          : RowsVerified.differing(line.file(), differing);
    } catch (IOException | RuntimeException e) {
      return RowsVerified.differing(line.file(), Messages.of(e));
    }
  }

  private static String content(
      ObjectStore store, String key, FileList.Line line, List<ColumnFact> columns)
      throws IOException {
    RowsWritten read = RowFileReader.sums(store, key, line.bytes());
    if (read.rows() != line.rows() || read.sums().size() != line.sums().size()) {
      return "has " + read.rows() + " rows of " + read.sums().size() + " columns to read";
    }
    List<String> differing = new ArrayList<>();
    for (int column = 0; column < read.sums().size(); column++) {
      if (!HexFormat.of().toHexDigits(read.sums().get(column)).equals(line.sums().get(column))) {
        differing.add(columns.get(column).name());
      }
    }
    return differing.isEmpty()
        ? ""
        : "has other values than were read from the source, in " + String.join(", ", differing);
  }
}
