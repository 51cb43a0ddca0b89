package io.spillway.ledger.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Time, as a lease goes by it. */
interface LeaseClock {
  /** The time of this machine. */
  LeaseClock SYSTEM =
      new LeaseClock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public Instant wallTime() {
          return Instant.now().truncatedTo(ChronoUnit.MILLIS);
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
        }
      };

  /** Nanoseconds since some moment; never goes back, whatever happens to the clock on the wall. */
  long nanoTime();

  /**
   * The clock on the wall, which also moves while the machine is suspended. It may be set; what
   * must not be old is measured by both.
   */
  Instant wallTime();

  /** Does nothing for that long. */
  void pause(Duration time) throws InterruptedException;
}
