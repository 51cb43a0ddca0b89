package io.spillway.house.clocks.export;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Takes all from the machine that the lifecycle must take from its environment. */
final class ReadsTheClock {
  private ReadsTheClock() {}

  static Object monotonic() {
    return System.nanoTime();
  }

  static Object millis() {
    return System.currentTimeMillis();
  }

  static Object instant() {
    return Instant.now();
  }

  static Object clock() {
    return Clock.systemUTC();
  }

  static Object random() {
    return RandomGenerator.getDefault();
  }

  static Object id() {
    return UUID.randomUUID();
  }

  static void sleeps() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(1);
  }

  static Object timer() {
    return Executors.newSingleThreadScheduledExecutor();
  }
}
