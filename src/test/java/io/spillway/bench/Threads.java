package io.spillway.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Runs something for each of many numbers, on several threads. */
final class Threads {
  private Threads() {}

  /** For 0 to {@code count} - 1; the first that fails ends it. */
  static void each(int threads, int count, IntConsumer work) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    AtomicInteger next = new AtomicInteger();
    AtomicReference<RuntimeException> failed = new AtomicReference<>();
    for (int t = 0; t < threads; t++) {
      pool.execute(
          () -> {
            try {
              for (int i = next.getAndIncrement();
                  i < count && failed.get() == null;
                  i = next.getAndIncrement()) {
                work.accept(i);
              }
            } catch (RuntimeException e) {
              failed.compareAndSet(null, e);
            }
          });
    }
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.HOURS);
    if (failed.get() != null) {
      throw failed.get();
    }
  }
}
