package io.spillway.report;

import io.spillway.base.KeyGlobs;
import io.spillway.object.plan.Preview;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an export ended.
 *
 * @param repository whose state was exported
 * @param commitId which state
 * @param since the commit that the destination held before, so that only the difference was done;
 *     empty for a full export
 * @param globs which of its keys
 * @param exportId names this export; its record is {@code
 *     _spillway/exports/<exportId>/export.json}; empty for a dry run
 * @param success whether the destination has all of it
 * @param duration from pinning to the marker
 * @param marker where the marker is, as a URI; empty when none could be written, or in a dry run
 * @param summary counts, bytes and failures
 * @param preview what would be done, in the order of the steps; only in a dry run
 */
public record ExportReport(
    String repository,
    String commitId,
    Optional<String> since,
    KeyGlobs globs,
    String exportId,
    boolean success,
    Duration duration,
    String marker,
    Summary summary,
    List<Preview> preview) {

  public ExportReport {
    preview = List.copyOf(preview);
  }

  /** Whether nothing was written because the user only wanted to see the plan. */
  public boolean isDryRun() {
    return exportId.isEmpty();
  }

  /** Objects that this run has brought to the destination. */
  public long objects() {
    return summary.copied().objects();
  }

  /** Bytes of content in them. */
  public long bytes() {
    return summary.copied().bytes();
  }

  /** Objects that this run has deleted at the destination. */
  public long deleted() {
    return summary.deleted();
  }

  /** How many of these were in no exported commit: a mirror deletes them. */
  public long mirrored() {
    return summary.mirrored();
  }

  /** How many objects failed. */
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
