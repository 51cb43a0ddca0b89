package io.spillway.base;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The time, the randomness and the timers of an export: all that it takes from the machine besides
 * its stores. A simulation passes its own, and so drives exports in one thread.
 */
public interface Environment {
  /** Returns the environment of this machine. */
  static Environment system() {
    return SystemEnvironment.INSTANCE;
  }

  /**
   * Returns the wall clock, which also moves while the machine is suspended. It may be set, so ages
   * that matter are measured by {@link #nanoTime} too.
   */
  Clock clock();

  /** Returns nanoseconds since some moment; never goes back, whatever happens to the wall clock. */
  long nanoTime();

  /** Waits for that long. */
  void sleep(Duration time) throws InterruptedException;

  /**
   * Returns a new reentrant lock, which a thread may hold while it waits for the answer of a store.
   */
  default Lock lock() {
    return new ReentrantLock();
  }

  /** Returns the source of ids, which differ from those of all other processes. */
  RandomGenerator random();

  /**
   * Creates timers.
   *
   * @param name the name of their threads
   * @param threads how many of their tasks may run at once
   * @param context wraps each thread, for what is bound to it
   */
  Timers timers(String name, int threads, UnaryOperator<Runnable> context);

  /** Tasks that run again and again until they are closed. */
  interface Timers extends AutoCloseable {
    /**
     * Runs a task from now on.
     *
     * @param first the time until its first run
     * @param period the time between the end of a run and the next
     */
    void every(Duration first, Duration period, Runnable task);

    /** Begins no further run; does not wait for one that runs. */
    @Override
    void close();
  }
}
