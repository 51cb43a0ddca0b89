package io.spillway.outcome;

import io.spillway.store.Traffic;
import java.io.Serializable;

/**
 * The result of comparing files of rows with their records. Results add up.
 *
 * @param files the number of files that match their records
 * @param rows the number of rows in these files
 * @param differences files that do not match their records
 * @param cost the cost of the comparison
 */
public record RowsVerified(long files, long rows, Failures differences, Cost cost)
    implements Serializable {
  /** An empty result. */
  public static final RowsVerified NONE = new RowsVerified(0, 0, Failures.NONE, Cost.NONE);

  /** Returns a single difference. */
  public static RowsVerified differing(String what, String how) {
    return new RowsVerified(0, 0, Failures.of(what, how), Cost.NONE);
  }

  /** Returns the sum of both results. */
  public RowsVerified plus(RowsVerified other) {
    return new RowsVerified(
        files + other.files,
        rows + other.rows,
        differences.and(other.differences),
        cost.plus(other.cost));
  }

  /** Returns a copy with the driver's requests in its cost. */
  public RowsVerified withDriver(Traffic driver) {
    return new RowsVerified(files, rows, differences, cost.withDriver(driver));
  }
}
