package io.spillway.ledger.lease;

import io.spillway.base.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A moment by the two clocks of this machine. The monotonic one stands still while the machine is
 * suspended, and the one on the wall may be set: what is older by either is older.
 */
record Moment(long nanos, Instant wall) {
  /** Returns the time on the wall, to the millisecond. */
  static Instant wallTime(Environment ticks) {
    return ticks.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  static Moment now(Environment ticks) {
    return new Moment(ticks.nanoTime(), wallTime(ticks));
  }

  /** Returns the moment that long before. */
  Moment minus(Duration time) {
    return new Moment(nanos - time.toNanos(), wall.minus(time));
  }

  /** Returns how long ago this is, by the clock that says more. */
  Duration age(Environment ticks) {
    Duration monotonic = Duration.ofNanos(ticks.nanoTime() - nanos);
    Duration onTheWall = Duration.between(wall, wallTime(ticks));
    return monotonic.compareTo(onTheWall) > 0 ? monotonic : onTheWall;
  }
}
