package io.spillway.export;

import io.spillway.base.Environment;
import io.spillway.base.Version;
import io.spillway.destination.Leftovers;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.FileList;
import io.spillway.ledger.Ledger;
import io.spillway.ledger.RowsRecord;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Tally;
import io.spillway.outcome.WrittenFile;
import io.spillway.outcome.WrittenFiles;
import io.spillway.report.ExportReport;
import io.spillway.rows.Checkpoint;
import io.spillway.rows.PlanRequest;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowPlan.PlannedTable;
import io.spillway.rows.RowSource;
import io.spillway.rows.Table;
import io.spillway.rows.destination.RowCommit;
import io.spillway.rows.destination.RowExport;
import io.spillway.rows.destination.RowTransaction;
import io.spillway.rows.round.RowJob;
import io.spillway.rows.round.RowRunner;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of an export of rows: a pinned source, its plan, and the rounds. */
final class PlannedRows implements Work.Planned {
  private static final Logger LOG = LoggerFactory.getLogger(PlannedRows.class);

  /** The minimum time between two updates of the record, if an update is short compared with it. */
  private static final Duration TELL_EVERY = Duration.ofSeconds(2);

  private static final int MOST_OF_THE_TIME = 20;

  private final RowExport export;
  private final RowSource pinned;
  private final RowTransaction transaction;
  private final DestinationState before;
  private final RowOptions options;
  private final RowRunner runner;
  private final Environment environment;
  private final RowJob job;
  private final RowPlan plan;
  private final RowProgress progress;
  private volatile String lost = "";
  private Summary summary = Summary.NONE;
  private Instant told;
  private Duration telling = Duration.ZERO;
  private RowsRecord rows;

  /** Plans the tables of a pinned source. */
  PlannedRows(
      RowExport export,
      RowSource pinned,
      RowTransaction transaction,
      Optional<String> checkpoint,
      DestinationState before,
      long lease,
      RowOptions options,
      RowRunner runner,
      Environment environment) {
    this.export = export;
    this.pinned = pinned;
    this.transaction = transaction;
    this.before = before;
    this.options = options;
    this.runner = runner;
    this.environment = environment;
    this.plan =
        pinned.plan(
            new PlanRequest(
                options.fileBytes(),
                checkpoint.filter(text -> options.continues()).map(Checkpoint::new)));
    this.job =
        new RowJob(
            export.id(),
            export.context().name(),
            transaction.files(),
            pinned.reader(),
            run(export.id(), lease, environment));
    this.progress = new RowProgress(pinned, plan, options.compression(), transaction, checkpoint);
    this.rows = progress.reached();
    this.told = environment.clock().instant();
  }

  /**
   * Returns a name of this run. Ids that users choose, and leases, recur at other destinations of
   * one process, where a canceled run must not stop another.
   */
  private static String run(ExportId id, long lease, Environment environment) {
    return id + "/" + lease + "/" + Integer.toHexString(environment.random().nextInt());
  }

  @Override
  public String source() {
    return export.source();
  }

  @Override
  public DestinationState told() {
    return before;
  }

  @Override
  public Leftovers leftovers() {
    return transaction.leftovers();
  }

  @Override
  public Instant startedAt() {
    return job.id().startedAt();
  }

  @Override
  public Summary found() {
    return Summary.NONE;
  }

  @Override
  public Summary preview() {
    rows = progress.planned();
    return Summary.NONE;
  }

  @Override
  public ExportRecord record(long lease) {
    return ExportRecord.first(
        job.id(),
        ExportRecord.What.ofRows(export.source(), export.context().name()),
        lease,
        Version.text(),
        before,
        rows);
  }

  @Override
  public ExportReport.Content content() {
    return new ExportReport.OfRows(rows);
  }

  @Override
  public void close() {
    pinned.close();
    transaction.close();
  }

  @Override
  public Summary run(Ledger ledger) {
    try {
      if (mayBegin()) {
        write(ledger);
        if (summary.failures().isEmpty()) {
          pinned.close(); // all reads have ended, and the source need not wait any longer
          commit(ledger);
        }
      }
    } catch (Throwable e) { // also an Error, which would otherwise leave no marker
      // Spark's message says nothing more about an export that was stopped for that reason.
      summary =
          lost.isEmpty()
              ? summary.plus(Export.stopped(e))
              : failed("the snapshot", lost).plus(summary);
    }
    if (!summary.failures().isEmpty()) {
      transaction.abort();
    }
    rows = progress.ended(summary.failures().isEmpty());
    ledger.reached(rows);
    return summary;
  }

  /**
   * Finds tables that cannot be read or written before any read, and returns whether the export may
   * begin.
   */
  private boolean mayBegin() {
    if (!options.skipsUnreadable()) {
      plan.unreadable().forEach(one -> summary = summary.plus(failed(one.table(), one.reason())));
    }
    if (summary.failures().isEmpty()) {
      summary = summary.plus(Summary.of(transaction.prepare(plan)));
    }
    return summary.failures().isEmpty();
  }

  private void commit(Ledger ledger) throws Exception {
    List<Table> tables = plan.tables().stream().map(PlannedTable::table).toList();
    RowCommit commit = new RowCommit(tables, ledger::writtenFiles, plan.removed());
    summary =
        summary.plus(Summary.of(runner.commit(tables.size(), () -> transaction.commit(commit))));
  }

  private void write(Ledger ledger) throws IOException {
    pinned.onLoss(
        why -> {
          lost = why;
          runner.jobs().stop();
        });
    try (FileList.Writer files = ledger.files()) {
      runner.write(
          job,
          plan,
          pinned.concurrency(),
          options.maxConnections(),
          done -> add(done, files),
          () -> tell(ledger));
      pinned.confirm();
      summary = summary.plus(Summary.of(progress.missing()));
      if (summary.failures().isEmpty()) {
        files.finish();
      }
    }
  }

  private void add(WrittenFiles done, FileList.Writer files) {
    summary = summary.plus(Summary.of(done.cost()));
    for (WrittenFile file : done.files()) {
      progress.add(file);
      summary =
          summary.plus(
              file.isThere()
                  ? Summary.copied(new Tally(1, file.bytes()))
                  : failed(plan.tables().get(file.table()).table(), file.failure()));
      try {
        files.add(file);
      } catch (IOException e) {
        summary = summary.plus(failed("the list of files", String.valueOf(e.getMessage())));
      }
    }
    runner.tables(progress.done(), plan.tables().size());
  }

  /**
   * Returns a failure of a table. Does not repeat the table's name if the source already names it.
   */
  private static Summary failed(Table table, String why) {
    String named = "Table " + table.name() + ": ";
    return failed(table.name(), why.startsWith(named) ? why.substring(named.length()) : why);
  }

  private static Summary failed(String what, String why) {
    return Summary.of(Failures.of(what, why));
  }

  /**
   * Updates the record from time to time. If the record cannot be written, the export continues.
   */
  private void tell(Ledger ledger) {
    Instant now = environment.clock().instant();
    Duration pause = telling.multipliedBy(MOST_OF_THE_TIME);
    if (Duration.between(told, now).compareTo(pause.compareTo(TELL_EVERY) > 0 ? pause : TELL_EVERY)
        < 0) {
      return;
    }
    try {
      ledger.reached(progress.reached());
      ledger.save();
    } catch (IOException e) {
      LOG.debug("The export's record is behind", e);
    }
    told = environment.clock().instant();
    telling = Duration.between(now, told);
  }
}
