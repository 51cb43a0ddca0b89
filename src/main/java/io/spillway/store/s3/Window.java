package io.spillway.store.s3;

import io.spillway.store.RetryPolicy;
import java.time.Duration;

/**
 * The number of requests that one bucket gets at once: the arithmetic, without threads or a clock.
 *
 * <p>The window begins with {@value #START} and doubles with each round of answers, until the
 * bucket is too busy for the first time; from then on it grows by one with each round, like TCP. It
 * grows only while it limits the requests. If the bucket is too busy, the window halves, once for
 * all requests that began before: requests in flight at that time carry no new information.
 *
 * <p>If the bucket states how long to wait, no request begins earlier.
 */
final class Window {
  static final int START = 16;

  /** The upper bound of a pause, even if a server asks for a longer one. */
  static final Duration LONGEST_PAUSE = RetryPolicy.LONGEST_PAUSE;

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

  /** Returns whether a request finds a place, regardless of a pause. */
  boolean hasRoom() {
    return inFlight < size();
  }

  /** Returns the nanoseconds until the pause is over, or 0. */
  long pauseLeft(long now) {
    if (paused && pauseEnds - now <= 0) {
      paused = false;
    }
    return paused ? pauseEnds - now : 0;
  }

  /** Begins a request; the caller passes the result back with the answer. */
  long begin() {
    inFlight++;
    return generation;
  }

  /**
   * Records that the store fulfilled a request, or rejected it for another reason than load.
   *
   * @param begun the result of {@link #begin} for the request
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

  /** Records that the store was too busy. */
  void tooBusy(long begun) {
    inFlight--;
    if (begun == generation) {
      size = Math.max(1, Math.floor(size / 2));
      doubles = false;
      generation++;
    }
  }

  /** Records that no answer came: a network failure, which is no information about the store. */
  void unanswered() {
    inFlight--;
  }

  /**
   * Pauses new requests.
   *
   * @param asked the pause that the store asked for
   * @param jitter a number from 0 to 1 that extends the pause, so that clients with equal pauses do
   *     not return at once
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
