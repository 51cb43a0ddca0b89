package io.spillway.ledger.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment by the two clocks of this machine. The monotonic one stands still while the machine is
 * suspended, and the one on the wall may be set: what is older by either is older.
 */
record Moment(long nanos, Instant wall) {
  static Moment now(LeaseClock ticks) {
    return new Moment(ticks.nanoTime(), ticks.wallTime());
  }

  /** Returns the moment that long before. */
  Moment minus(Duration time) {
    return new Moment(nanos - time.toNanos(), wall.minus(time));
  }

  /** Returns how long ago this is, by the clock that says more. */
  Duration age(LeaseClock ticks) {
    Duration monotonic = Duration.ofNanos(ticks.nanoTime() - nanos);
    Duration onTheWall = Duration.between(wall, ticks.wallTime());
    return monotonic.compareTo(onTheWall) > 0 ? monotonic : onTheWall;
  }
}
