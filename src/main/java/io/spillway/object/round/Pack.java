package io.spillway.object.round;

import io.spillway.object.plan.Slice;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Tally;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** The slices of one task. */
public record Pack(List<Slice> slices) implements Serializable {
  public Pack {
    slices = List.copyOf(slices);
  }

  /** Returns the record of a task that took the given time; a pack has at least one slice. */
  Cost.Task task(Step step, Duration time) {
    Slice first = slices.get(0);
    Slice last = slices.get(slices.size() - 1);
    return new Cost.Task(
        step.name(), first.number(), last.number(), last.split().last().text(), tally(step), time);
  }

  /** Returns the work of a step in this pack. */
  Tally tally(Step step) {
    return slices.stream().map(slice -> slice.tally(step)).reduce(Tally.NONE, Tally::plus);
  }
}
