package io.spillway.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Locale;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerApplicationStart;

/**
 * Listens to Spark in a Spillway that runs as its user runs it, and prints how long Spark was up:
 * from when its context stands to when Spillway gives it back, which is the export without the
 * starts of JVM and Spark. The peak of the heap is the sum of its pools' peaks, so at least the
 * true one.
 */
public final class PhaseListener extends SparkListener {
  private volatile long begun;

  @Override
  public void onApplicationStart(SparkListenerApplicationStart event) {
    begun = System.nanoTime();
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd event) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(Locale.ROOT, "bench: phase=%.3f heap=%d%n", seconds, peakHeap());
  }

  static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
