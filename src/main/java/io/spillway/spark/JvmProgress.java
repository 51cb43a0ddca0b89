package io.spillway.spark;

import io.spillway.ledger.ExportId;
import io.spillway.outcome.Tally;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The progress of a step in this JVM, for the progress bar of a driver that runs its tasks itself.
 * On a cluster, accumulators report progress, one task at a time. No result is taken from this
 * class, because a task that runs twice counts twice.
 */
public final class JvmProgress {
  private static final Map<String, JvmProgress> STEPS = new ConcurrentHashMap<>();

  private final LongAdder objects = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  static void begin(ExportId export) {
    STEPS.put(export.text(), new JvmProgress());
  }

  static void end(ExportId export) {
    STEPS.remove(export.text());
  }

  /** Adds progress; does nothing if this JVM does not watch the export. */
  public static void advance(ExportId export, long objects, long bytes) {
    JvmProgress step = STEPS.get(export.text());
    if (step != null) {
      step.objects.add(objects);
      step.bytes.add(bytes);
    }
  }

  static Tally reached(ExportId export) {
    JvmProgress step = STEPS.get(export.text());
    return step == null ? Tally.NONE : new Tally(step.objects.sum(), step.bytes.sum());
  }
}
