package io.spillway.store.s3.direct;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.http.Abortable;

/**
 * The time limits of attempts in flight. One thread looks a few times per second; a timer for each
 * of thousands of attempts per second would cost more than it is worth for limits of minutes.
 */
final class Deadlines {
  /** The deadlines of all clients of this JVM. */
  static final Deadlines SHARED = new Deadlines();

  private static final long PERIOD_NANOS = Duration.ofMillis(200).toNanos();

  private final Set<Deadline> running = ConcurrentHashMap.newKeySet();
  private volatile boolean started;

  /** The time limit of one attempt; aborts it when the time is over. */
  final class Deadline implements AutoCloseable {
    private final Abortable attempt;
    private final long end;
    private volatile boolean passed;

    private Deadline(Abortable attempt, long end) {
      this.attempt = attempt;
      this.end = end;
    }

    /** Returns whether the attempt was aborted because its time was over. */
    boolean hasPassed() {
      return passed;
    }

    private void look(long now) {
      if (now - end >= 0 && running.remove(this)) {
        passed = true;
        attempt.abort();
      }
    }

    @Override
    public void close() {
      running.remove(this);
    }
  }

  /** Begins the time of an attempt; closing ends it. */
  Deadline begin(Abortable attempt, Duration limit) {
    Deadline deadline = new Deadline(attempt, System.nanoTime() + limit.toNanos());
    running.add(deadline);
    if (!started) {
      start();
    }
    return deadline;
  }

  private synchronized void start() {
    if (!started) {
      Thread thread = new Thread(this::watch, "s3-deadlines");
      thread.setDaemon(true);
      thread.start();
      started = true;
    }
  }

  private void watch() {
    while (true) {
      LockSupport.parkNanos(PERIOD_NANOS);
      long now = System.nanoTime();
      running.forEach(deadline -> deadline.look(now));
    }
  }
}
