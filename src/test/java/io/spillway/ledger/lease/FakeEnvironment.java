package io.spillway.ledger.lease;

import io.spillway.base.Environment;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** A clock that tests move. A pause moves it too, after what else happens meanwhile. */
final class FakeEnvironment implements Environment {
  static final Instant WALL = Instant.parse("2026-11-21T09:15:42.118Z");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
  private volatile Instant wall = WALL;
  private final RandomGenerator random = new SecureRandom();
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
  public Clock clock() {
    return Clock.fixed(wall, ZoneOffset.UTC);
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    meanwhile.run();
    advance(time);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Timers timers(String name, int threads, UnaryOperator<Runnable> context) {
    throw new UnsupportedOperationException("Tests call the timers' tasks themselves");
  }
}
