package io.spillway.ledger.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that tests move. A pause moves it too, after what else happens meanwhile. */
final class FakeTicks implements LeaseClock {
  static final Instant WALL = Instant.parse("2026-11-21T09:15:42.118Z");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
  private volatile Instant wall = WALL;
  private Meanwhile meanwhile = () -> {};

  /** What others do while somebody pauses. */
  interface Meanwhile {
    void run() throws InterruptedException;
  }

  /** Moves the clock on the wall alone, as it moves while a machine is suspended. */
  void advanceWall(Duration time) {
    wall = wall.plus(time);
  }

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  void meanwhile(Meanwhile happens) {
    meanwhile = happens;
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public Instant wallTime() {
    return wall;
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    meanwhile.run();
    advance(time);
  }
}
