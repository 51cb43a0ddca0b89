package io.spillway.store.s3;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Bounds the requests in flight to one bucket, for all tasks of this JVM: see {@link Window} for
 * how many. Who waits is served in the order of coming, so that nobody starves; urgent requests
 * wait for no place, only for the end of a pause.
 *
 * <p>A place is held while a request is in flight, and neither while a call waits to send it again
 * nor while an answer's body is read: readers that hold a place could wait for writers, and those
 * for a place.
 */
final class Limiter {
  private final LongSupplier nanoTime;
  private final DoubleSupplier random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Condition> waiting = new ArrayDeque<>();
  private final Window window;

  /**
   * @param ceiling requests in flight, at most
   * @param random from 0 to 1
   */
  Limiter(int ceiling, LongSupplier nanoTime, DoubleSupplier random) {
    this.window = new Window(ceiling);
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** A place of a request in flight; it is given back by one of its methods, once. */
  final class Place {
    private final long begun;

    private Place(long begun) {
      this.begun = begun;
    }

    void keptUp() {
      change(() -> window.keptUp(begun, !waiting.isEmpty()));
    }

    /**
     * The store was too busy.
     *
     * @param pause what it asked for; zero when it did not say
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

  /** Waits for a place. */
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

  /** Looks at the clock again: for clocks that are set by hand. */
  void look() {
    change(() -> waiting.forEach(Condition::signal));
  }

  /** How many requests may be in flight now. */
  int size() {
    lock.lock();
    try {
      return window.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many are. */
  int inFlight() {
    lock.lock();
    try {
      return window.inFlight();
    } finally {
      lock.unlock();
    }
  }

  /** How many wait. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
