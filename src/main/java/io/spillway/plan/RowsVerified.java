package io.spillway.plan;

import java.io.Serializable;

/**
 * What became of comparing files of rows with their records; it adds up.
 *
 * @param files that are as they were recorded
 * @param rows in those
 * @param differences what is not as it was recorded
 * @param cost of finding out
 */
public record RowsVerified(long files, long rows, Failures differences, Cost cost)
    implements Serializable {
  /** Nothing compared. */
  public static final RowsVerified NONE = new RowsVerified(0, 0, Failures.NONE, Cost.NONE);

  /** A difference alone. */
  public static RowsVerified differing(String what, String how) {
    return new RowsVerified(0, 0, Failures.of(what, how), Cost.NONE);
  }

  /** This and that. */
  public RowsVerified plus(RowsVerified other) {
    return new RowsVerified(
        files + other.files,
        rows + other.rows,
        differences.and(other.differences),
        cost.plus(other.cost));
  }
}
