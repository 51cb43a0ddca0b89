package io.spillway.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of an export: the copies of a round, or its deletes.
 *
 * @param deletes whether it deletes
 * @param round from 1
 */
public record Step(boolean deletes, int round) implements Serializable {
  /** The copies of a round. */
  public static Step copy(int round) {
    return new Step(false, round);
  }

  /** The deletes of a round. */
  public static Step delete(int round) {
    return new Step(true, round);
  }

  /** All steps in their order: copies in ascending rounds, then deletes in descending rounds. */
  public static List<Step> inOrder(int rounds) {
    List<Step> steps = new ArrayList<>(2 * rounds);
    for (int round = 1; round <= rounds; round++) {
      steps.add(copy(round));
    }
    for (int round = rounds; round >= 1; round--) {
      steps.add(delete(round));
    }
    return steps;
  }

  /** A number for each step: copies have even ones, deletes odd ones. */
  int index() {
    return 2 * (round - 1) + (deletes ? 1 : 0);
  }

  /** {@code copy-1}, {@code delete-2}: as it is named in the ledger. */
  public String name() {
    return (deletes ? "delete-" : "copy-") + round;
  }

  @Override
  public String toString() {
    return name();
  }
}
