package io.spillway.spark;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests in flight of one executor, shared by its tasks. Its threads mostly wait; their
 * number is bounded. A runner of jobs may bring its own {@link Workers}.
 */
public final class InFlight {
  private static final Map<Integer, InFlight> BY_LIMIT = new ConcurrentHashMap<>();
  private static final ThreadLocal<@Nullable InFlight> BOUND = new ThreadLocal<>();
  private static final AtomicLong THREADS = new AtomicLong();

  private final Semaphore places;
  private final Workers workers;

  /** The threads that send requests. */
  public interface Workers {
    /** Runs work, now or later, on this thread or another. */
    void run(Runnable work) throws InterruptedException;

    /** Waits until all work of a task is done, unless the caller may block its thread instead. */
    default void await(BooleanSupplier done) {}
  }

  private InFlight(int limit, Workers workers) {
    this.places = new Semaphore(limit, true);
    this.workers = workers;
  }

  /** Returns the instance that is bound to this thread, or this JVM's instance for a limit. */
  public static InFlight of(int limit) {
    InFlight bound = BOUND.get();
    return bound != null
        ? bound
        : BY_LIMIT.computeIfAbsent(
            limit,
            most -> new InFlight(most, Executors.newCachedThreadPool(InFlight::daemon)::execute));
  }

  /** Runs a task of a job whose requests are sent by other workers than this JVM's. */
  public static <T> T with(Workers workers, Callable<T> task) throws Exception {
    InFlight before = BOUND.get();
    BOUND.set(new InFlight(Integer.MAX_VALUE, workers));
    try {
      return task.call();
    } finally {
      if (before == null) {
        BOUND.remove();
      } else {
        BOUND.set(before);
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "spillway-transfer-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(InFlight.class.getClassLoader());
    return thread;
  }

  /**
   * Runs work on another thread. Waits until the number of requests in flight is below the limit.
   */
  void run(Runnable work) throws InterruptedException {
    places.acquire();
    try {
      workers.run(
          () -> {
            try {
              work.run();
            } finally {
              places.release();
            }
          });
    } catch (InterruptedException | RuntimeException | Error e) {
      places.release();
      throw e;
    }
  }

  void await(BooleanSupplier done) {
    workers.await(done);
  }
}
