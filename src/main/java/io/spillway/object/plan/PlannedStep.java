package io.spillway.object.plan;

import io.spillway.outcome.Tally;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A planned step of an export, whose slices run concurrently.
 *
 * @param step the step
 * @param slices the slices that hold keys of the step
 * @param tally the keys and bytes of the step in these slices
 */
public record PlannedStep(Step step, List<Slice> slices, Tally tally) {
  public PlannedStep {
    slices = List.copyOf(slices);
  }

  /** Returns steps over the given slices, which are numbered here. */
  public static List<PlannedStep> of(List<Step> steps, List<Slice> slices) {
    List<Slice> numbered =
        IntStream.range(0, slices.size())
            .mapToObj(place -> slices.get(place).numbered(place))
            .toList();
    return steps.stream().map(step -> of(step, numbered)).toList();
  }

  private static PlannedStep of(Step step, List<Slice> slices) {
    List<Slice> own = slices.stream().filter(slice -> slice.tally(step).objects() > 0).toList();
    return new PlannedStep(
        step, own, own.stream().map(slice -> slice.tally(step)).reduce(Tally.NONE, Tally::plus));
  }
}
