package io.spillway.object.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of an export: the copies of a round, its deletes, or its mirror deletes.
 *
 * @param act the kind of action
 * @param round the round of the key filter, from 1
 */
public record Step(Act act, int round) implements Serializable {
  /** The action for a key. */
  public enum Act {
    /** Copies the key to the destination. */
    COPY("copy"),
    /** Deletes a key that a previously exported state has and the target does not. */
    DELETE("delete"),
    /** Deletes a key that is at the destination and in no exported state. */
    MIRROR_DELETE("mirror-delete");

    private final String text;

    Act(String text) {
      this.text = text;
    }

    /** Returns the form that the ledger and listings use. */
    public String text() {
      return text;
    }
  }

  /** Creates a step of a plan without a mirror. */
  public Step(boolean deletes, int round) {
    this(deletes ? Act.DELETE : Act.COPY, round);
  }

  /** Returns the copies of a round. */
  public static Step copy(int round) {
    return new Step(Act.COPY, round);
  }

  /** Returns the deletes of a round. */
  public static Step delete(int round) {
    return new Step(Act.DELETE, round);
  }

  /** Returns the mirror deletes of a round. */
  public static Step mirror(int round) {
    return new Step(Act.MIRROR_DELETE, round);
  }

  /**
   * Returns all steps without a mirror in order: copies in ascending rounds, then deletes in
   * descending rounds.
   */
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

  /**
   * Returns the mirror deletes, which follow all other steps, in descending rounds as deletes do.
   */
  public static List<Step> mirrorsInOrder(int rounds) {
    List<Step> steps = new ArrayList<>(rounds);
    for (int round = rounds; round >= 1; round--) {
      steps.add(mirror(round));
    }
    return steps;
  }

  /** Returns whether this step deletes. */
  public boolean deletes() {
    return act != Act.COPY;
  }

  /** Returns whether this step deletes objects that no exported state has. */
  public boolean mirrors() {
    return act == Act.MIRROR_DELETE;
  }

  /**
   * Returns the number of this step in a slice: even for copies, odd for deletes. Mirror deletes
   * use the numbers of deletes, because a mirror has slices of its own.
   */
  int index() {
    return 2 * (round - 1) + (deletes() ? 1 : 0);
  }

  /** Returns the name in the ledger: {@code copy-1}, {@code delete-2}, {@code mirror-delete-1}. */
  public String name() {
    return act.text() + "-" + round;
  }

  @Override
  public String toString() {
    return name();
  }
}
