package io.spillway.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests in flight of one executor, shared by its tasks. Its threads mostly wait; their
 * number is bounded.
 */
public final class InFlight {
  private static final Map<Integer, InFlight> BY_LIMIT = new ConcurrentHashMap<>();
  private static final AtomicLong THREADS = new AtomicLong();

  private final Semaphore places;
  private final ExecutorService threads;

  private InFlight(int limit) {
    this.places = new Semaphore(limit, true);
    this.threads = Executors.newCachedThreadPool(InFlight::daemon);
  }

  /** Returns this JVM's instance for a limit. */
  public static InFlight of(int limit) {
    return BY_LIMIT.computeIfAbsent(limit, InFlight::new);
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
      threads.execute(
          () -> {
            try {
              work.run();
            } finally {
              places.release();
            }
          });
    } catch (RuntimeException | Error e) {
      places.release();
      throw e;
    }
  }
}
