package io.spillway.spark;

import io.spillway.base.RecentlyUsed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The tasks that write from this JVM, by run. Spark lets a job fail while some of its tasks still
 * run. If the driver runs its tasks itself, this class knows when none of them writes any more.
 */
public final class RunningTasks {
  private static final RunningTasks HERE = new RunningTasks();

  /** The maximum number of stopped runs to remember, far more than have late tasks at any time. */
  private static final int MOST_STOPPED = 256;

  private final Map<String, Integer> tasks = new HashMap<>();
  private final RecentlyUsed<String, Boolean> stopped = new RecentlyUsed<>(MOST_STOPPED);

  /** Returns the tasks of this JVM. */
  public static RunningTasks here() {
    return HERE;
  }

  /**
   * Registers a task that begins to write; it must then call {@link #end}.
   *
   * @throws InterruptedException if the run was stopped; the task must not write then
   */
  public synchronized void begin(String run) throws InterruptedException {
    if (stopped.find(run).isPresent()) {
      throw new InterruptedException("The export was stopped");
    }
    tasks.merge(run, 1, Integer::sum);
  }

  public synchronized void end(String run) {
    tasks.merge(run, -1, Integer::sum);
    tasks.remove(run, 0);
    notifyAll();
  }

  /** Returns whether the tasks of a run must begin no more writes. */
  public synchronized boolean isStopped(String run) {
    return stopped.find(run).isPresent();
  }

  /** Prevents the tasks of a run from beginning more writes. A run never starts again. */
  public synchronized void stop(String run) {
    stopped.put(run, true);
  }

  /** Waits for the tasks of a run, and returns whether all of them have ended. */
  synchronized boolean awaitEnd(String run, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (long left = patience.toNanos();
          tasks.containsKey(run) && left > 0;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !tasks.containsKey(run);
  }
}
