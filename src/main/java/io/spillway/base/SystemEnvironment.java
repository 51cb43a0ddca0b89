package io.spillway.base;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The environment of this machine. */
final class SystemEnvironment implements Environment {
  static final SystemEnvironment INSTANCE = new SystemEnvironment();

  private static final SecureRandom RANDOM = new SecureRandom();

  private SystemEnvironment() {}

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  @Override
  public RandomGenerator random() {
    return RANDOM;
  }

  @Override
  public Timers timers(String name, int threads, UnaryOperator<Runnable> context) {
    return new DaemonTimers(
        Executors.newScheduledThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(context.apply(work), name);
              thread.setDaemon(true);
              return thread;
            }));
  }

  private record DaemonTimers(ScheduledExecutorService threads) implements Timers {
    @Override
    public void every(Duration first, Duration period, Runnable task) {
      var unused =
          threads.scheduleWithFixedDelay(
              task, first.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
      threads.shutdown();
    }
  }
}
