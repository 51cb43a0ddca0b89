package io.spillway.plan;

import io.spillway.source.Split;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A split that planning has counted.
 *
 * @param split what to read
 * @param tallies what each round finds in it, the first round first; rounds at the end that find
 *     nothing may be left out
 */
public record Slice(Split split, List<Tally> tallies) implements Serializable {
  public Slice {
    tallies = List.copyOf(tallies);
  }

  /** What a round finds here. */
  public Tally tally(int round) {
    return round <= tallies.size() ? tallies.get(round - 1) : Tally.NONE;
  }

  /** What all rounds cost. */
  long cost() {
    return tallies.stream().mapToLong(Tally::cost).sum();
  }

  /** This slice and the one that follows it in the same file, as one. */
  Slice join(Slice next) {
    Tally[] sums = new Tally[Math.max(tallies.size(), next.tallies.size())];
    Arrays.setAll(sums, i -> tally(i + 1).plus(next.tally(i + 1)));
    return new Slice(split.join(next.split), Arrays.asList(sums));
  }
}
