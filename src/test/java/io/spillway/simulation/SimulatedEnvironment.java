package io.spillway.simulation;

import io.spillway.base.Environment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The time and the timers of one process: those of the simulation. */
final class SimulatedEnvironment implements Environment {
  private static final Instant WALL = Instant.parse("2026-11-21T09:15:42.118Z");
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private final World world;
  private final Process process;

  SimulatedEnvironment(World world, Process process) {
    this.world = world;
    this.process = process;
  }

  @Override
  public Clock clock() {
    return new WallClock(world, process.order.commit());
  }

  /** Clocks of two machines differ. */
  private static final class WallClock extends Clock {
    private final World world;
    private final long skew;

    WallClock(World world, long skew) {
      this.world = world;
      this.skew = skew;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return WALL.plusNanos(world.baton().now()).plusMillis(skew);
    }
  }

  @Override
  public long nanoTime() {
    return process.nanoTime();
  }

  @Override
  public void sleep(Duration time) {
    process.requireLife();
    world.baton().pause(time.toNanos(), process.number);
  }

  @Override
  public RandomGenerator random() {
    return world.ids();
  }

  @Override
  public Lock lock() {
    return new SimulatedLock();
  }

  private final class SimulatedLock implements Lock {
    private @Nullable Thread owner;
    private int times;

    @Override
    public void lock() {
      while (owner != null && owner != Thread.currentThread()) {
        world.baton().pause(MILLISECOND, process.number);
      }
      owner = Thread.currentThread();
      times++;
    }

    @Override
    public void unlock() {
      owner = --times == 0 ? null : owner;
    }

    @Override
    public void lockInterruptibly() {
      lock();
    }

    @Override
    public boolean tryLock() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Condition newCondition() {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public Timers timers(String name, int threads, UnaryOperator<Runnable> context) {
    return new SimulatedTimers(context);
  }

  private final class SimulatedTimers implements Timers {
    private final UnaryOperator<Runnable> context;
    private boolean closed;

    SimulatedTimers(UnaryOperator<Runnable> context) {
      this.context = context;
    }

    @Override
    public void every(Duration first, Duration period, Runnable task) {
      Runnable again =
          () -> {
            while (!closed) {
              task.run();
              world.baton().pause(period.toNanos(), process.number);
            }
          };
      var unused =
          world.baton().spawn(process, first.toNanos(), context.apply(again), () -> closed);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
