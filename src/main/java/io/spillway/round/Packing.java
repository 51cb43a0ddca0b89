package io.spillway.round;

import io.spillway.plan.Round;
import io.spillway.plan.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs a round's slices into tasks of about equal cost, in requests and bytes as planning counted
 * them. Neighbours stay together, so that a range is fetched by few tasks; a task gets more slices
 * the more there are, until it has {@value #TASK_COST} requests to make.
 *
 * <p>Tasks with much more than their share (a single object of terabytes) begin first: Spark starts
 * tasks in their order, and the rest of the cluster has something to do meanwhile.
 */
final class Packing {
  /** Enough to outweigh what a task costs, and little to do again when a worker is lost. */
  private static final long TASK_COST = 5_000;

  private static final int TASKS_PER_CORE = 2;

  /** Each sends a summary to the driver, which must hold them all. */
  private static final long MOST_TASKS = 20_000;

  private Packing() {}

  static List<Pack> pack(Round round, int cores) {
    long total = round.tally().cost();
    long tasks = tasks(total, cores);
    List<Pack> packed = new ArrayList<>();
    List<Pack> heavy = new ArrayList<>();
    List<Slice> current = new ArrayList<>();
    long done = 0;
    long before = 0;
    for (Slice slice : round.slices()) {
      current.add(slice);
      done += slice.tally(round.step()).cost();
      // The n-th task ends where n shares of the whole are done: shares stay equal however slices
      // fall.
      if (done * tasks >= total * (packed.size() + heavy.size() + 1)) {
        boolean isHeavy = (done - before) * tasks > 2 * total;
        (isHeavy ? heavy : packed).add(new Pack(current));
        current = new ArrayList<>();
        before = done;
      }
    }
    if (!current.isEmpty()) {
      packed.add(new Pack(current));
    }
    heavy.addAll(packed);
    return heavy;
  }

  private static long tasks(long total, int cores) {
    long byCost = (total + TASK_COST - 1) / TASK_COST;
    return Math.max((long) cores * TASKS_PER_CORE, Math.min(MOST_TASKS, byCost));
  }
}
