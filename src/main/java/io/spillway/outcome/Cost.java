package io.spillway.outcome;

import io.spillway.store.Traffic;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The cost of an export. Costs add up.
 *
 * @param tasks requests to stores by tasks, in planning and rounds; only tasks that returned a
 *     result count
 * @param driver requests to stores by the driver
 * @param count the number of tasks in rounds
 * @param time the sum of their durations
 * @param slowest the slowest of them, or null if there is none
 */
public record Cost(Traffic tasks, Traffic driver, long count, Duration time, @Nullable Task slowest)
    implements Serializable {
  /** No cost. */
  public static final Cost NONE = new Cost(Traffic.NONE, Traffic.NONE, 0, Duration.ZERO, null);

  /**
   * A task of a round.
   *
   * @param step the name of its step: {@code copy-1}
   * @param firstSlice the number of its first slice
   * @param lastSlice the number of its last slice
   * @param lastKey the last key that it may have; empty for an open end
   * @param planned the planned work
   * @param time its duration
   */
  public record Task(
      String step, int firstSlice, int lastSlice, String lastKey, Tally planned, Duration time)
      implements Serializable {}

  /** Returns the cost of planning by tasks. */
  public static Cost ofPlanning(Traffic traffic) {
    return new Cost(traffic, Traffic.NONE, 0, Duration.ZERO, null);
  }

  /** Returns the cost of one task of a round. */
  public static Cost of(Task task, Traffic traffic) {
    return new Cost(traffic, Traffic.NONE, 1, task.time(), task);
  }

  /** Returns the sum of both costs. */
  public Cost plus(Cost other) {
    return new Cost(
        tasks.plus(other.tasks),
        driver.plus(other.driver),
        count + other.count,
        time.plus(other.time),
        slower(slowest, other.slowest));
  }

  private static @Nullable Task slower(@Nullable Task one, @Nullable Task other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.time().compareTo(other.time()) >= 0 ? one : other;
  }

  /** Returns a copy with the total traffic of the driver. */
  public Cost withDriver(Traffic all) {
    return new Cost(tasks, all, count, time, slowest);
  }

  /** Returns the traffic of tasks and driver. */
  public Traffic traffic() {
    return tasks.plus(driver);
  }
}
