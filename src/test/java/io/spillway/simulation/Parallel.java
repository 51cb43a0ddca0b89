package io.spillway.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Parts of one work, on as many threads. */
final class Parallel {
  private Parallel() {}

  /** Does one part. */
  interface Part {
    void run(int part, int parts) throws Exception;
  }

  /**
   * Does all parts, and waits for them.
   *
   * @throws Broken if one of them throws it
   */
  static void run(int parts, Part work) {
    ExecutorService threads = Executors.newFixedThreadPool(parts);
    try {
      List<Callable<Object>> all = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        int mine = part;
        all.add(
            () -> {
              work.run(mine, parts);
              return mine;
            });
      }
      for (Future<Object> part : threads.invokeAll(all)) {
        var unused = part.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
