package io.spillway.round;

import io.spillway.plan.Round;
import io.spillway.plan.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs a round's slices into tasks of about equal cost. Neighbours stay together, so that a range
 * is fetched by few tasks; a task gets more slices the more there are, until it has {@value
 * #TASK_COST} requests to make.
 */
final class Packing {
  /** Enough to outweigh what a task costs, and little to do again when a worker is lost. */
  private static final long TASK_COST = 5_000;

  private static final int TASKS_PER_CORE = 2;

  private Packing() {}

  static List<Pack> pack(Round round, int cores) {
    long total = round.tally().cost();
    long tasks = Math.max((long) cores * TASKS_PER_CORE, (total + TASK_COST - 1) / TASK_COST);
    List<Pack> packed = new ArrayList<>();
    List<Slice> current = new ArrayList<>();
    long done = 0;
    for (Slice slice : round.slices()) {
      current.add(slice);
      done += slice.tally(round.step()).cost();
      // The n-th task ends where n shares of the whole are done: shares stay equal however slices
      // fall.
      if (done * tasks >= total * (packed.size() + 1)) {
        packed.add(new Pack(current));
        current = new ArrayList<>();
      }
    }
    if (!current.isEmpty()) {
      packed.add(new Pack(current));
    }
    return packed;
  }
}
