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

  /** A mebibyte or so of results, of which the driver holds one task's. */
  private static final long LISTED_KEYS = 10_000;

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

  /**
   * The slices of a round in their order, a few thousand keys a task: for tasks that tell of each
   * key, which the driver takes from one task after the other.
   */
  static List<Pack> inOrder(Round round) {
    List<Pack> packs = new ArrayList<>();
    List<Slice> current = new ArrayList<>();
    long keys = 0;
    for (Slice slice : round.slices()) {
      current.add(slice);
      keys += slice.tally(round.step()).objects();
      if (keys >= LISTED_KEYS) {
        packs.add(new Pack(current));
        current = new ArrayList<>();
        keys = 0;
      }
    }
    if (!current.isEmpty()) {
      packs.add(new Pack(current));
    }
    return packs;
  }

  private static long tasks(long total, int cores) {
    long byCost = (total + TASK_COST - 1) / TASK_COST;
    return Math.max((long) cores * TASKS_PER_CORE, Math.min(MOST_TASKS, byCost));
  }
}
