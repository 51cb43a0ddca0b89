package io.spillway.ledger;

import io.spillway.base.SpillwayException;

/**
 * How much of the past stays at a destination.
 *
 * @param exports how many exports' records and outcomes, the running one included
 * @param markers how many SUCCESS markers; FAILURE markers older than the oldest of them go too
 */
public record Retention(int exports, int markers) {
  /** Ten of each. */
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
