package io.spillway.report;

import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import java.time.Duration;

/**
 * How an export of rows compares with what was recorded when its rows were read.
 *
 * @param source what was exported
 * @param destination the root
 * @param exportId which export
 * @param readsContent whether every value was read, and not only the footers of files
 * @param tables that it has
 * @param files that are as they were recorded
 * @param rows in those
 * @param differences what is not as it was recorded
 * @param duration of all that
 * @param cost of all that
 */
public record RowVerifyReport(
    String source,
    String destination,
    String exportId,
    boolean readsContent,
    long tables,
    long files,
    long rows,
    Failures differences,
    Duration duration,
    Cost cost) {
  /** Whether nothing differs. */
  public boolean isEqual() {
    return differences.isEmpty();
  }

  /** What the command line prints: a title, then a line for each thing to know. */
  @Override
  public String toString() {
    return Reports.text(this);
  }
}
