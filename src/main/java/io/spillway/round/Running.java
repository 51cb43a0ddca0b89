package io.spillway.round;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The tasks that write from this JVM, by the run they belong to. Spark lets a job fail while some
 * of its tasks still end; where the driver runs its tasks itself, this tells for certain when
 * nothing writes any more.
 */
final class Running {
  private static final Running HERE = new Running();

  private final Map<String, Integer> tasks = new HashMap<>();
  private final Set<String> stopped = new HashSet<>();

  /** The tasks of this JVM. */
  static Running here() {
    return HERE;
  }

  /** A task begins to write, and must {@link #end}; whether it may. */
  synchronized boolean begin(String run) {
    if (stopped.contains(run)) {
      return false;
    }
    tasks.merge(run, 1, Integer::sum);
    return true;
  }

  synchronized void end(String run) {
    tasks.merge(run, -1, Integer::sum);
    tasks.remove(run, 0);
    notifyAll();
  }

  /** Whether its tasks shall begin nothing more. */
  synchronized boolean isStopped(String run) {
    return stopped.contains(run);
  }

  /** From now on its tasks begin nothing more; a run is never started again. */
  synchronized void stop(String run) {
    stopped.add(run);
  }

  /** Waits for what is under way; whether all of it has ended. */
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
