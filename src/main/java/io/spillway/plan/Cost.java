package io.spillway.plan;

import io.spillway.store.Traffic;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What an export has cost; it adds up.
 *
 * @param tasks what the tasks asked of stores, of those only that brought a result: planning and
 *     rounds
 * @param driver what the driver itself did
 * @param count tasks of the rounds
 * @param millis how long they took, one after the other
 * @param slowest of them; absent when there was none
 */
public record Cost(Traffic tasks, Traffic driver, long count, long millis, @Nullable Task slowest)
    implements Serializable {
  /** Nothing. */
  public static final Cost NONE = new Cost(Traffic.NONE, Traffic.NONE, 0, 0, null);

  /**
   * One task of a round.
   *
   * @param step what it did: {@code copy-1}
   * @param firstSlice the number of its first slice
   * @param lastSlice the number of its last slice
   * @param lastKey the last key that it could have; empty when that is the end
   * @param planned what there was to do
   * @param millis how long it took
   */
  public record Task(
      String step, int firstSlice, int lastSlice, String lastKey, Tally planned, long millis)
      implements Serializable {}

  /** What planning cost, in its tasks. */
  public static Cost ofPlanning(Traffic traffic) {
    return new Cost(traffic, Traffic.NONE, 0, 0, null);
  }

  /** What one task of a round cost. */
  public static Cost of(Task task, Traffic traffic) {
    return new Cost(traffic, Traffic.NONE, 1, task.millis(), task);
  }

  /** This and that. */
  public Cost plus(Cost other) {
    return new Cost(
        tasks.plus(other.tasks),
        driver.plus(other.driver),
        count + other.count,
        millis + other.millis,
        slower(slowest, other.slowest));
  }

  private static @Nullable Task slower(@Nullable Task one, @Nullable Task other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.millis() >= other.millis() ? one : other;
  }

  /** The same when the driver has done so much in all. */
  public Cost withDriver(Traffic all) {
    return new Cost(tasks, all, count, millis, slowest);
  }

  /** All that was asked of stores. */
  public Traffic traffic() {
    return tasks.plus(driver);
  }
}
