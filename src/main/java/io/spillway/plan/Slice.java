package io.spillway.plan;

import io.spillway.source.Split;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A split that planning has counted.
 *
 * @param number its place in the plan, from 0: it hangs on the snapshots alone, so that a run that
 *     is repeated gives it the same
 * @param split what to read
 * @param tallies what each step finds in it, by {@link Step}; steps at the end that find nothing
 *     may be left out
 */
public record Slice(int number, Split split, List<Tally> tallies) implements Serializable {
  public Slice {
    tallies = List.copyOf(tallies);
  }

  /** What a step finds here. */
  public Tally tally(Step step) {
    return step.index() < tallies.size() ? tallies.get(step.index()) : Tally.NONE;
  }

  /** The same slice at its place in a plan. */
  Slice numbered(int place) {
    return new Slice(place, split, tallies);
  }

  /** This slice and the one that follows it in the same split, as one. */
  Slice join(Slice next) {
    Tally[] sums = new Tally[Math.max(tallies.size(), next.tallies.size())];
    Arrays.setAll(sums, i -> at(tallies, i).plus(at(next.tallies, i)));
    return new Slice(number, split.join(next.split), Arrays.asList(sums));
  }

  private static Tally at(List<Tally> tallies, int index) {
    return index < tallies.size() ? tallies.get(index) : Tally.NONE;
  }
}
