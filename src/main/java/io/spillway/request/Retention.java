package io.spillway.request;

import io.spillway.base.SpillwayException;

/**
 * The number of earlier exports to keep at a destination.
 *
 * @param exports the number of exports whose records and outcomes are kept, including the running
 *     one
 * @param markers the number of SUCCESS markers to keep; FAILURE markers older than the oldest of
 *     them are deleted
 */
public record Retention(int exports, int markers) {
  /** The default. */
  public static final Retention DEFAULT = new Retention(10, 10);

  public Retention {
    require("--keep-exports", exports);
    require("--keep-markers", markers);
  }

  private static void require(String option, int count) {
    if (count < 1) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT, option + " is " + count + ": give 1 or more.");
    }
  }
}
