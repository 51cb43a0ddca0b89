package io.spillway.object.round;

import io.spillway.object.plan.PlannedStep;
import io.spillway.object.plan.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * The packing of a round's slices into tasks of about equal cost, in requests and bytes as planning
 * counted them. Neighbours stay together, so that few tasks fetch a range. With more slices a task
 * gets more of them, until it has {@value #TASK_COST} requests to make.
 *
 * <p>Tasks with much more than their share (a single object of terabytes) begin first. Spark starts
 * tasks in order, so the rest of the cluster is busy in the meantime.
 */
public final class Packing {
  /** Enough to outweigh the overhead of a task, and little to repeat if a worker is lost. */
  private static final long TASK_COST = 5_000;

  private static final int TASKS_PER_CORE = 2;

  /** About a mebibyte of results; the driver holds those of one task. */
  private static final long LISTED_KEYS = 10_000;

  /** Each task sends a summary to the driver, which must hold all of them. */
  private static final long MOST_TASKS = 20_000;

  private Packing() {}

  public static List<Pack> pack(PlannedStep planned, int cores) {
    long total = planned.tally().cost();
    long tasks = tasks(total, cores);
    List<Pack> packed = new ArrayList<>();
    List<Pack> heavy = new ArrayList<>();
    List<Slice> current = new ArrayList<>();
    long done = 0;
    long before = 0;
    for (Slice slice : planned.slices()) {
      current.add(slice);
      done += slice.tally(planned.step()).cost();
      // The n-th task ends where n shares of the whole are done, so shares stay equal however
      // slices fall.
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
   * Returns packs of a round's slices in order, a few thousand keys each, for tasks that list every
   * key: the driver takes their results from one task after another.
   */
  static List<Pack> inOrder(PlannedStep planned) {
    List<Pack> packs = new ArrayList<>();
    List<Slice> current = new ArrayList<>();
    long keys = 0;
    for (Slice slice : planned.slices()) {
      current.add(slice);
      keys += slice.tally(planned.step()).objects();
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
