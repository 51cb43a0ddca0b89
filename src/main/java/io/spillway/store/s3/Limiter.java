package io.spillway.store.s3;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * A bound on the requests in flight to one bucket, for all tasks of this JVM; {@link Window}
 * determines how many. Waiting requests are served in order of arrival, so none starves. Urgent
 * requests do not wait for a place, only for the end of a pause.
 *
 * <p>A place is held while a request is in flight, but neither while a call waits to send it again
 * nor while an answer's body is read: readers that hold a place could wait for writers, and writers
 * for a place.
 */
final class Limiter {
  private final LongSupplier nanoTime;
  private final DoubleSupplier random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Condition> waiting = new ArrayDeque<>();
  private final Window window;

  /**
   * Creates a limiter.
   *
   * @param ceiling the maximum number of requests in flight
   * @param random supplies numbers from 0 to 1
   */
  Limiter(int ceiling, LongSupplier nanoTime, DoubleSupplier random) {
    this.window = new Window(ceiling);
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** The place of a request in flight; one call of one of its methods releases it. */
  final class Place {
    private final long begun;

    private Place(long begun) {
      this.begun = begun;
    }

    void keptUp() {
      change(() -> window.keptUp(begun, !waiting.isEmpty()));
    }

    /**
     * Releases the place of a request for which the store was too busy.
     *
     * @param pause the pause that the store asked for; zero if it did not specify one
     */
    void tooBusy(Duration pause) {
      change(
          () -> {
            window.tooBusy(begun);
            if (!pause.isZero()) {
              window.pause(nanoTime.getAsLong(), pause, random.getAsDouble());
            }
          });
    }

    void unanswered() {
      change(window::unanswered);
    }
  }

  /**
   * Waits for a place.
   *
   * @param urgent whether the request waits only for the end of a pause
   */
  Place enter(boolean urgent) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Condition turn = lock.newCondition();
      if (urgent) {
        waiting.addFirst(turn);
      } else {
        waiting.addLast(turn);
      }
      try {
        await(turn, urgent);
        return new Place(window.begin());
      } finally {
        waiting.remove(turn);
        wakeNext();
      }
    } finally {
      lock.unlock();
    }
  }

  private void await(Condition turn, boolean urgent) throws InterruptedException {
    while (true) {
      long pause = window.pauseLeft(nanoTime.getAsLong());
      boolean first = urgent || turn.equals(waiting.peekFirst());
      if (pause > 0) {
        turn.awaitNanos(pause);
      } else if (first && (urgent || window.hasRoom())) {
        return;
      } else {
        turn.await();
      }
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      wakeNext();
    } finally {
      lock.unlock();
    }
  }

  private void wakeNext() {
    Condition next = waiting.peekFirst();
    if (next != null) {
      next.signal();
    }
  }

  /** Checks the clock again, for clocks that tests set. */
  void look() {
    change(() -> waiting.forEach(Condition::signal));
  }

  /** Returns the number of requests that may be in flight now. */
  int size() {
    lock.lock();
    try {
      return window.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of requests in flight. */
  int inFlight() {
    lock.lock();
    try {
      return window.inFlight();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of waiting requests. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
