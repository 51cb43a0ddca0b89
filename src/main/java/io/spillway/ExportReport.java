package io.spillway;

import io.spillway.plan.Failure;
import io.spillway.plan.Summary;
import java.time.Duration;
import java.util.List;

/**
 * How an export ended.
 *
 * @param repository whose state was exported
 * @param commitId which state
 * @param exportId names this run; its record is {@code _spillway/exports/<exportId>/export.json}
 * @param success whether the destination has all of it
 * @param duration from pinning to the marker
 * @param marker where the marker is, as a URI; empty when none could be written
 * @param summary counts, bytes and failures
 */
public record ExportReport(
    String repository,
    String commitId,
    String exportId,
    boolean success,
    Duration duration,
    String marker,
    Summary summary) {

  /** Objects that are at the destination. */
  public long objects() {
    return summary.copied().objects();
  }

  /** Bytes of content in them. */
  public long bytes() {
    return summary.copied().bytes();
  }

  /** How many objects failed. */
  public long failed() {
    return summary.failures().total();
  }

  /** The first of the failures, at most ten thousand. */
  public List<Failure> failures() {
    return summary.failures().kept();
  }
}
