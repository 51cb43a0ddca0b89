package io.spillway.report;

import io.spillway.ledger.RowsRecord;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary;
import java.time.Duration;
import java.util.List;

/**
 * How an export of rows ended.
 *
 * @param source what was exported, as users write it and without secrets
 * @param exportId names this export and its folder; empty for a dry run
 * @param success whether all rows are at the destination
 * @param duration from taking the lease to the marker
 * @param marker where the marker is, as a URI; empty when none could be written, or in a dry run
 * @param rows which, and what became of each table; in a dry run what is there to read, by the
 *     source's statistics
 * @param summary files, bytes, failures and cost
 */
public record RowReport(
    String source,
    String exportId,
    boolean success,
    Duration duration,
    String marker,
    RowsRecord rows,
    Summary summary) {

  /** Whether nothing was written because the user only wanted to see the plan. */
  public boolean isDryRun() {
    return exportId.isEmpty();
  }

  /** How many failures there were. */
  public long failed() {
    return summary.failures().total();
  }

  /** The first of the failures, at most ten thousand. */
  public List<Failure> failures() {
    return summary.failures().kept();
  }

  /** What the command line prints at the end: a title, then a line for each thing to know. */
  @Override
  public String toString() {
    return Reports.text(this);
  }

  /** The same as an HTML table, for a notebook. */
  public String toHtml() {
    return Reports.html(this);
  }
}
