package io.spillway.export;

import io.spillway.base.Environment;
import io.spillway.base.Version;
import io.spillway.destination.Prefix;
import io.spillway.ledger.DestinationState;
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
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowPlan.PlannedTable;
import io.spillway.rows.RowSource;
import io.spillway.rows.Table;
import io.spillway.rows.round.RowJob;
import io.spillway.rows.round.RowRunner;
import io.spillway.store.Attributes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of an export of rows: a pinned source, its plan, and the rounds. */
final class PlannedRows implements Work.Planned {
  private static final Logger LOG = LoggerFactory.getLogger(PlannedRows.class);

  /** The minimum time between two updates of the record, if an update is short compared with it. */
  private static final Duration TELL_EVERY = Duration.ofSeconds(2);

  private static final int MOST_OF_THE_TIME = 20;

  private final String source;
  private final RowSource pinned;
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
      String source,
      RowSource pinned,
      Prefix destination,
      DestinationState before,
      long lease,
      RowOptions options,
      RowRunner runner,
      Environment environment) {
    this.source = source;
    this.pinned = pinned;
    this.before = before;
    this.options = options;
    this.runner = runner;
    this.environment = environment;
    this.plan = pinned.plan(options.fileBytes());
    this.job =
        new RowJob(
            destination, pinned.reader(), options.compression(), lease, options.maxConcurrency());
    this.progress = new RowProgress(pinned.snapshot(), plan, options.compression());
    this.rows = progress.reached();
    this.told = environment.clock().instant();
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public DestinationState told() {
    return before;
  }

  @Override
  public Prefix destination() {
    return job.destination();
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
    rows = RowProgress.planned(pinned.snapshot(), plan, options.compression());
    return Summary.NONE;
  }

  @Override
  public ExportRecord record(long lease) {
    return ExportRecord.first(
        job.id(),
        ExportRecord.What.ofRows(source, job.destination().root()),
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
    job.destination().stores().release();
  }

  @Override
  public Summary run(Ledger ledger) {
    try {
      if (mayBegin()) {
        write(ledger);
        if (summary.failures().isEmpty()) {
          pinned.close(); // all reads have ended, and the source need not wait any longer
          summary =
              summary.plus(
                  runner.succeed(job, plan.tables().stream().map(PlannedTable::table).toList()));
        }
      }
    } catch (Throwable e) { // also an Error, which would otherwise leave no marker
      // Spark's message says nothing more about an export that was stopped for that reason.
      summary =
          lost.isEmpty()
              ? summary.plus(Export.stopped(e))
              : failed("the snapshot", lost).plus(summary);
    }
    rows = progress.ended();
    ledger.reached(rows);
    return summary;
  }

  /**
   * Finds unreadable tables and invalid names before any read, and returns whether the export may
   * begin.
   */
  private boolean mayBegin() {
    if (!options.skipsUnreadable()) {
      plan.unreadable().forEach(one -> summary = summary.plus(failed(one.table(), one.reason())));
    }
    for (PlannedTable table : plan.tables()) {
      String path = job.path(table.splits().get(0));
      job.destination()
          .objection(path, Attributes.NONE)
          .ifPresent(
              why -> summary = summary.plus(failed(table.table().name(), "its file " + why)));
    }
    return summary.failures().isEmpty();
  }

  private void write(Ledger ledger) throws IOException {
    pinned.onLoss(
        why -> {
          lost = why;
          runner.jobs().stop();
        });
    try (FileList.Writer files = ledger.files()) {
      runner.write(
          job, plan, options.maxConnections() - 1, done -> add(done, files), () -> tell(ledger));
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
