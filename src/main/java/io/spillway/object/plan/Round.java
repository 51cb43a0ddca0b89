package io.spillway.object.plan;

import io.spillway.outcome.Tally;
import java.util.List;

/**
 * A step of an export whose slices run concurrently.
 *
 * @param step the step
 * @param slices the slices that hold keys of the step
 * @param tally the keys and bytes of the step in these slices
 */
public record Round(Step step, List<Slice> slices, Tally tally) {
  public Round {
    slices = List.copyOf(slices);
  }

  static Round of(Step step, List<Slice> slices) {
    List<Slice> own = slices.stream().filter(slice -> slice.tally(step).objects() > 0).toList();
    return new Round(
        step, own, own.stream().map(slice -> slice.tally(step)).reduce(Tally.NONE, Tally::plus));
  }
}
