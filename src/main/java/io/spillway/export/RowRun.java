package io.spillway.export;

import io.spillway.base.Messages;
import io.spillway.ledger.FileList;
import io.spillway.ledger.Ledger;
import io.spillway.ledger.RowsRecord;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Tally;
import io.spillway.outcome.WrittenFile;
import io.spillway.outcome.WrittenFiles;
import io.spillway.report.RowReport;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowPlan.PlannedTable;
import io.spillway.rows.RowSource;
import io.spillway.rows.Table;
import io.spillway.rows.round.RowJob;
import io.spillway.rows.round.RowRunner;
import io.spillway.store.Attributes;
import io.spillway.store.Meter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rounds of an export of rows that has begun: its files, what marks them as whole, the end. */
final class RowRun {
  private static final Logger LOG = LoggerFactory.getLogger(RowRun.class);

  /** How often the record says how far the export is, if that costs little beside it. */
  private static final Duration TELL_EVERY = Duration.ofSeconds(2);

  private static final int MOST_OF_THE_TIME = 20;

  private final RowJob job;
  private final RowPlan plan;
  private final RowProgress progress;
  private final Ledger ledger;
  private final RowOptions options;
  private final RowRunner runner;
  private final Clock clock;
  private volatile String lost = "";
  private Summary summary = Summary.NONE;
  private Instant told;
  private Duration telling = Duration.ZERO;

  RowRun(
      RowJob job,
      RowPlan plan,
      RowProgress progress,
      Ledger ledger,
      RowOptions options,
      RowRunner runner,
      Clock clock) {
    this.job = job;
    this.plan = plan;
    this.progress = progress;
    this.ledger = ledger;
    this.options = options;
    this.runner = runner;
    this.clock = clock;
    this.told = clock.instant();
  }

  /** Runs the rounds and signs, whatever goes wrong. */
  RowReport run(RowSource source, Signature signature, Cancellation cancellation) {
    try {
      if (mayBegin()) {
        write(source);
        if (summary.failures().isEmpty()) {
          source.close(); // nothing reads any more, and the source has waited long enough
          summary =
              summary.plus(
                  runner.succeed(job, plan.tables().stream().map(PlannedTable::table).toList()));
        }
      }
    } catch (Throwable e) { // also an Error: without a marker nobody would know
      stopped(e);
    }
    RowsRecord rows = progress.ended();
    ledger.reached(rows);
    Signature.Signed signed =
        signature.sign(
            summary.withDriver(Meter.current().traffic()), -1, cancellation.isRequested());
    Summary all = signed.summary().withDriver(Meter.current().traffic());
    return new RowReport(
        ledger.record().what().source(),
        job.id().text(),
        all.failures().isEmpty(),
        Duration.between(job.id().startedAt(), clock.instant()),
        signed.marker(),
        rows,
        all);
  }

  /** What cannot be read is known before anything is. */
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

  private void write(RowSource source) throws IOException {
    source.onLoss(
        why -> {
          lost = why;
          runner.stop();
        });
    try (FileList.Writer files = ledger.files()) {
      runner.write(job, plan, options.maxConnections() - 1, done -> add(done, files), this::tell);
      source.confirm();
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

  /** A source may name the table itself. */
  private static Summary failed(Table table, String why) {
    String named = "Table " + table.name() + ": ";
    return failed(table.name(), why.startsWith(named) ? why.substring(named.length()) : why);
  }

  private static Summary failed(String what, String why) {
    return Summary.of(Failures.of(what, why));
  }

  /**
   * The record is a courtesy while the export goes on: whether it can be written decides nothing.
   */
  private void tell() {
    Instant now = clock.instant();
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
    told = clock.instant();
    telling = Duration.between(now, told);
  }

  private void stopped(Throwable e) {
    LOG.debug("The export stopped", e);
    String reason = Messages.firstLine(e);
    if (!lost.isEmpty()) {
      summary = failed("the snapshot", lost).plus(summary);
    }
    summary = summary.plus(failed("the export stopped", reason));
  }
}
