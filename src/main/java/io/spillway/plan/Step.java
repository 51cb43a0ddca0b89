package io.spillway.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of an export: the copies of a round, its deletes, or what mirroring deletes in it.
 *
 * @param act what it does
 * @param round from 1
 */
public record Step(Act act, int round) implements Serializable {
  /** What is done about a key. */
  public enum Act {
    /** It is brought to the destination. */
    COPY("copy"),
    /** It is deleted: a state that was exported before has it, and the target has not. */
    DELETE("delete"),
    /** It is deleted: it lies at the destination, and no state that was exported has it. */
    MIRROR_DELETE("mirror-delete");

    private final String text;

    Act(String text) {
      this.text = text;
    }

    /** As the ledger and listings write it. */
    public String text() {
      return text;
    }
  }

  /** A step of a plan without a mirror. */
  public Step(boolean deletes, int round) {
    this(deletes ? Act.DELETE : Act.COPY, round);
  }

  /** The copies of a round. */
  public static Step copy(int round) {
    return new Step(Act.COPY, round);
  }

  /** The deletes of a round. */
  public static Step delete(int round) {
    return new Step(Act.DELETE, round);
  }

  /** What mirroring deletes in a round. */
  public static Step mirror(int round) {
    return new Step(Act.MIRROR_DELETE, round);
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

  /** What mirroring deletes, after all other steps: in descending rounds, as deletes are done. */
  static List<Step> mirrorsInOrder(int rounds) {
    List<Step> steps = new ArrayList<>(rounds);
    for (int round = rounds; round >= 1; round--) {
      steps.add(mirror(round));
    }
    return steps;
  }

  /** Whether it deletes. */
  public boolean deletes() {
    return act != Act.COPY;
  }

  /** Whether it deletes what no exported state has. */
  public boolean mirrors() {
    return act == Act.MIRROR_DELETE;
  }

  /**
   * A number for each step of a slice: copies have even ones, deletes odd ones. Slices of the
   * mirror are others than those of the plan.
   */
  int index() {
    return 2 * (round - 1) + (deletes() ? 1 : 0);
  }

  /** {@code copy-1}, {@code delete-2}, {@code mirror-delete-1}: as it is named in the ledger. */
  public String name() {
    return act.text() + "-" + round;
  }

  @Override
  public String toString() {
    return name();
  }
}
