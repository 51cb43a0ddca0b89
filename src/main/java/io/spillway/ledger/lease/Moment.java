package io.spillway.ledger.lease;

import io.spillway.base.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A moment by the two clocks of this machine. The monotonic clock stands still while the machine is
 * suspended, and the wall clock may be set. A moment is therefore as old as the clock with the
 * greater age says.
 */
record Moment(long nanos, Instant wall) {
  /** Returns the time of the wall clock, truncated to milliseconds. */
  static Instant wallTime(Environment ticks) {
    return ticks.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  static Moment now(Environment ticks) {
    return new Moment(ticks.nanoTime(), wallTime(ticks));
  }

  /** Returns the moment that is earlier by the given time. */
  Moment minus(Duration time) {
    return new Moment(nanos - time.toNanos(), wall.minus(time));
  }

  /** Returns the age of this moment, by the clock with the greater age. */
  Duration age(Environment ticks) {
    Duration monotonic = Duration.ofNanos(ticks.nanoTime() - nanos);
    Duration onTheWall = Duration.between(wall, wallTime(ticks));
    return monotonic.compareTo(onTheWall) > 0 ? monotonic : onTheWall;
  }
}
