package io.spillway.plan;

import java.util.List;

/**
 * What runs at once: one step of the export.
 *
 * @param step which
 * @param slices those that hold keys of this step
 * @param tally what they hold of it
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
