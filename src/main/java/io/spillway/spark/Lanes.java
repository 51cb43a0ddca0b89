package io.spillway.spark;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * Concurrent jobs of one task each, up to a limit. Spark runs as many tasks at once as it has
 * cores, so the only way to bound them on any cluster is to submit no more.
 */
final class Lanes {
  private static final long TICK_MILLIS = 500;

  private final Function<byte[], JavaRDD<byte[]>> job;
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

  /** A message from one lane: the results of a job, a failure, or the end of the lane. */
  private record Ended(List<byte[]> results, @Nullable Throwable failure, boolean over) {}

  /**
   * Creates lanes.
   *
   * @param job returns the job of an input
   */
  Lanes(Function<byte[], JavaRDD<byte[]>> job) {
    this.job = job;
  }

  /**
   * Runs all jobs to their end, or to the first failure. Threads are created here, because they
   * inherit the Spark properties of the calling thread.
   */
  void run(List<byte[]> inputs, int count, Consumer<byte[]> each, Runnable tick) {
    Iterator<byte[]> waiting = inputs.iterator();
    int lanes = Math.min(count, inputs.size());
    for (int lane = 0; lane < lanes; lane++) {
      Thread thread = new Thread(() -> drive(waiting), "spillway-lane-" + lane);
      thread.setDaemon(true);
      thread.start();
    }
    try {
      take(lanes, each, tick);
    } finally {
      exhaust(waiting);
    }
  }

  private void drive(Iterator<byte[]> waiting) {
    try {
      for (byte[] input = next(waiting); input != null; input = next(waiting)) {
        ended.add(new Ended(job.apply(input).collect(), null, false));
      }
      ended.add(new Ended(List.of(), null, true));
    } catch (Throwable e) { // an Error too, because the driver would wait forever
      ended.add(new Ended(List.of(), e, true));
    }
  }

  private static byte @Nullable [] next(Iterator<byte[]> waiting) {
    synchronized (waiting) {
      return waiting.hasNext() ? waiting.next() : null;
    }
  }

  /** Removes the waiting inputs, so that running lanes begin no other job. */
  private static void exhaust(Iterator<byte[]> waiting) {
    synchronized (waiting) {
      waiting.forEachRemaining(input -> {});
    }
  }

  private void take(int lanes, Consumer<byte[]> each, Runnable tick) {
    int running = lanes;
    while (running > 0) {
      Ended next = poll();
      if (next != null) {
        if (next.failure() != null) {
          throw new IllegalStateException(
              String.valueOf(next.failure().getMessage()), next.failure());
        }
        next.results().forEach(each);
        running -= next.over() ? 1 : 0;
      }
      tick.run();
    }
  }

  private @Nullable Ended poll() {
    try {
      return ended.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
