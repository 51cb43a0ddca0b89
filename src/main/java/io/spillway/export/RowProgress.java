package io.spillway.export;

import io.spillway.base.Consistency;
import io.spillway.base.RowSnapshot;
import io.spillway.ledger.RowsRecord;
import io.spillway.ledger.RowsRecord.Increment;
import io.spillway.ledger.RowsRecord.OfTable;
import io.spillway.ledger.RowsRecord.TableState;
import io.spillway.outcome.Failures;
import io.spillway.outcome.WrittenFile;
import io.spillway.rows.Checkpoint;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowPlan.PlannedTable;
import io.spillway.rows.RowSource;
import io.spillway.rows.destination.RowTransaction;
import io.spillway.rows.parquet.Compression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The progress of an export of rows, per table. Not thread-safe. */
final class RowProgress {
  private final RowSnapshot snapshot;
  private final RowPlan plan;
  private final Compression compression;
  private final RowTransaction transaction;
  private final Consistency consistency;
  private final Optional<String> checkpoint;
  private final Count[] counts;
  private int done;

  /** The counts of one table, and its first failure. */
  private static final class Count {
    private int splits;
    private long rows;
    private int files;
    private long bytes;
    private long read;
    private @Nullable String failure;
  }

  /**
   * Creates the progress of an export that has not begun.
   *
   * @param checkpoint the checkpoint of the destination
   */
  RowProgress(
      RowSource pinned,
      RowPlan plan,
      Compression compression,
      RowTransaction transaction,
      Optional<String> checkpoint) {
    this.snapshot = pinned.snapshot();
    this.consistency = pinned.consistency();
    this.checkpoint = checkpoint;
    this.plan = plan;
    this.compression = compression;
    this.transaction = transaction;
    this.counts = new Count[plan.tables().size()];
    for (int table = 0; table < counts.length; table++) {
      counts[table] = new Count();
    }
  }

  /** Adds a finished split, with or without success. */
  void add(WrittenFile file) {
    Count count = counts[file.table()];
    PlannedTable table = plan.tables().get(file.table());
    count.splits++;
    count.read += table.splits().get(file.split()).bytes();
    if (file.isThere()) {
      count.rows += file.rows();
      count.files++;
      count.bytes += file.bytes();
    } else if (count.failure == null) {
      count.failure = file.failure();
    }
    done += isWhole(count, table) ? 1 : 0;
  }

  private static boolean isWhole(Count count, PlannedTable table) {
    return count.failure == null && count.splits == table.splits().size();
  }

  /** Returns the number of tables whose rows are all written. */
  int done() {
    return done;
  }

  /**
   * Returns planned splits that are neither done nor failed, because a SUCCESS marker would then be
   * false.
   */
  Failures missing() {
    Failures missing = Failures.NONE;
    for (int table = 0; table < counts.length; table++) {
      PlannedTable planned = plan.tables().get(table);
      Count count = counts[table];
      if (count.failure == null && count.files != planned.splits().size()) {
        missing =
            missing.and(
                Failures.of(
                    planned.table().name(),
                    "planned " + planned.splits().size() + " files and saw " + count.files));
      }
    }
    return missing;
  }

  /** Returns the record of a running export. */
  RowsRecord reached() {
    return record(false);
  }

  /**
   * Returns the record of an ended export, in which incomplete tables are canceled.
   *
   * @param complete whether all rows are at the destination, so that its checkpoint moves with the
   *     marker
   */
  RowsRecord ended(boolean complete) {
    RowsRecord ended = record(true);
    return complete ? ended.with(increment(plan.next().map(Checkpoint::text))) : ended;
  }

  private @Nullable Increment increment(Optional<String> next) {
    return checkpoint.isEmpty() && plan.next().isEmpty()
        ? null
        : new Increment(checkpoint.orElse(null), next.orElse(null), plan.removed().size());
  }

  private RowsRecord record(boolean ended) {
    List<OfTable> tables = new ArrayList<>();
    for (int table = 0; table < counts.length; table++) {
      tables.add(of(plan.tables().get(table), counts[table], ended));
    }
    return record(tables);
  }

  private OfTable of(PlannedTable planned, Count count, boolean ended) {
    TableState state = state(planned, count, ended);
    long all = Math.max(1, planned.bytes());
    int percent =
        state == TableState.COMPLETE
            ? 100
            : (int) Math.min(99, Math.max(0, count.read) * 100 / all);
    return new OfTable(
        planned.table().name(),
        transaction.placeOf(planned.table()),
        state,
        percent,
        count.rows,
        count.files,
        count.bytes,
        count.failure);
  }

  private static TableState state(PlannedTable planned, Count count, boolean ended) {
    if (count.failure != null) {
      return TableState.FAILED;
    }
    if (isWhole(count, planned)) {
      return TableState.COMPLETE;
    }
    if (ended) {
      return TableState.CANCELED;
    }
    return count.splits == 0 ? TableState.STARTING : TableState.IN_PROGRESS;
  }

  /**
   * Returns the record of a plan: the rows to read, by the source's statistics, and no progress.
   */
  RowsRecord planned() {
    List<OfTable> tables =
        plan.tables().stream()
            .map(
                table ->
                    new OfTable(
                        table.table().name(),
                        transaction.placeOf(table.table()),
                        TableState.STARTING,
                        0,
                        Math.max(0, table.rows()),
                        table.splits().size(),
                        table.bytes(),
                        null))
            .toList();
    return record(tables);
  }

  private RowsRecord record(List<OfTable> tables) {
    List<RowsRecord.Skipped> skipped =
        plan.unreadable().stream()
            .map(one -> new RowsRecord.Skipped(one.table(), one.reason()))
            .toList();
    return RowsRecord.of(
            snapshot,
            consistency,
            compression.text(),
            transaction.layout().orElse(null),
            tables,
            skipped,
            plan.notes())
        .with(increment(Optional.empty()));
  }
}
