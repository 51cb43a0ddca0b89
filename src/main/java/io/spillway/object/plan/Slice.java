package io.spillway.object.plan;

import io.spillway.object.Split;
import io.spillway.outcome.Tally;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A split that planning has counted.
 *
 * @param number the position in the plan, from 0; it depends on the snapshots alone, so a repeated
 *     run assigns the same number
 * @param split the keys to read
 * @param tallies the work of each step, by {@link Step}; trailing steps without work may be left
 *     out
 */
public record Slice(int number, Split split, List<Tally> tallies) implements Serializable {
  public Slice {
    tallies = List.copyOf(tallies);
  }

  /** Returns the work of a step in this slice. */
  public Tally tally(Step step) {
    return step.index() < tallies.size() ? tallies.get(step.index()) : Tally.NONE;
  }

  /** Returns a copy with its position in a plan. */
  Slice numbered(int place) {
    return new Slice(place, split, tallies);
  }

  /** Returns this slice joined with the one that follows it in the same split. */
  Slice join(Slice next) {
    Tally[] sums = new Tally[Math.max(tallies.size(), next.tallies.size())];
    Arrays.setAll(sums, i -> at(tallies, i).plus(at(next.tallies, i)));
    return new Slice(number, split.join(next.split), Arrays.asList(sums));
  }

  private static Tally at(List<Tally> tallies, int index) {
    return index < tallies.size() ? tallies.get(index) : Tally.NONE;
  }
}
