package io.spillway.store.s3;

import java.time.Duration;

/**
 * How many requests one bucket gets at once: the arithmetic, without threads or a clock.
 *
 * <p>It begins with {@value #START} and doubles with each round of answers, until the bucket is too
 * busy for the first time; from then on it grows by one with each round, as TCP does. It grows only
 * while it is what holds requests back. When the bucket is too busy, the window halves, once for
 * all requests that began before: those that are in flight when it halves tell nothing new.
 *
 * <p>When the bucket says how long to wait, nothing begins before.
 */
final class Window {
  static final int START = 16;

  /** Whoever wants to be left alone for longer is asked again all the same. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final int ceiling;
  private double size;
  private boolean doubles = true;
  private long generation;
  private int inFlight;
  private long pauseEnds;
  private boolean paused;

  Window(int ceiling) {
    this.ceiling = ceiling;
    this.size = Math.min(START, ceiling);
  }

  int size() {
    return (int) size;
  }

  int inFlight() {
    return inFlight;
  }

  /** Whether a request finds a place, the pause apart. */
  boolean hasRoom() {
    return inFlight < size();
  }

  /** Nanoseconds until the pause is over, or 0. */
  long pauseLeft(long now) {
    if (paused && pauseEnds - now <= 0) {
      paused = false;
    }
    return paused ? pauseEnds - now : 0;
  }

  /** A request begins; what it returns is handed back with the answer. */
  long begin() {
    inFlight++;
    return generation;
  }

  /**
   * The store did what it was asked for, or refused it for a reason of its own.
   *
   * @param othersWait whether requests wait for a place: a place that was given to one of them may
   *     not be taken yet
   */
  void keptUp(long begun, boolean othersWait) {
    boolean full = othersWait || inFlight >= size();
    inFlight--;
    if (full && begun == generation) {
      size = Math.min(ceiling, size + (doubles ? 1 : 1 / size));
    }
  }

  /** The store was too busy. */
  void tooBusy(long begun) {
    inFlight--;
    if (begun == generation) {
      size = Math.max(1, Math.floor(size / 2));
      doubles = false;
      generation++;
    }
  }

  /** No answer came: the network's trouble, which tells nothing of the store. */
  void unanswered() {
    inFlight--;
  }

  /**
   * Nothing begins for a while.
   *
   * @param jitter from 0 to 1: how much later than that; clients that were told the same must not
   *     come back together
   */
  void pause(long now, Duration asked, double jitter) {
    long nanos = Math.max(0, Math.min(asked.toNanos(), LONGEST_PAUSE.toNanos()));
    long end = now + nanos + (long) (jitter * Math.min(nanos / 4.0, 1e9));
    if (!paused || end - pauseEnds > 0) {
      pauseEnds = end;
      paused = true;
    }
  }
}
