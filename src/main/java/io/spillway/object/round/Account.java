package io.spillway.object.round;

import io.spillway.base.Messages;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.OutcomeLine;
import io.spillway.ledger.OutcomeLog;
import io.spillway.ledger.OutcomeReader;
import io.spillway.object.Change;
import io.spillway.object.plan.Slice;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Outcome;
import io.spillway.outcome.Summary;
import io.spillway.spark.JvmProgress;
import java.io.IOException;

/** A thread-safe record of outcomes. It writes each outcome to the log before it counts it. */
final class Account {
  private final ExportId export;
  private final Summary.Collector summary;
  private final OutcomeLog log;

  Account(ExportId export, Summary.Collector summary, OutcomeLog log) {
    this.export = export;
    this.summary = summary;
    this.log = log;
  }

  /** Adds the outcome of a key, which counts as done only if the log has it. */
  void add(Slice slice, OutcomeLine line, Outcome outcome, long bytes) {
    if (note(slice, line)) {
      outcome.addTo(summary);
    }
    JvmProgress.advance(export, 1, bytes);
  }

  /** Writes a line without counting it, and returns whether that succeeded. */
  boolean note(Slice slice, OutcomeLine line) {
    try {
      log.add(slice.number(), line);
      return true;
    } catch (IOException e) {
      summary.failed(line.key(), "its outcome cannot be written down: " + e.getMessage());
      return false;
    }
  }

  /** Counts a key that was done before: by this run if a task runs again, or by an earlier run. */
  void skip(OutcomeReader.Done done, long lease, Change change) {
    long bytes = Math.max(0, done.line().size());
    if (done.lease() == lease) {
      outcomeOf(done.line()).addTo(summary);
    } else {
      summary.skipped(bytes);
    }
    JvmProgress.advance(export, 1, change.target() == null ? 0 : bytes);
  }

  private static Outcome outcomeOf(OutcomeLine line) {
    return line.proof() == null
        ? new Outcome.Deleted()
        : new Outcome.Copied(line.size(), line.proof(), line.losses());
  }

  void failed(String what, String reason) {
    summary.failed(what, reason);
  }

  /** Writes the buffered lines. */
  void flush(Step step) {
    try {
      log.flush();
    } catch (IOException e) {
      summary.failed("outcomes of " + step, "they cannot be written down: " + Messages.of(e));
    }
  }
}
