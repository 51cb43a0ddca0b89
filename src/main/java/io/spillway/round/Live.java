package io.spillway.round;

import io.spillway.ledger.ExportId;
import io.spillway.plan.Tally;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this JVM has done of a step, for the progress bar of a driver that runs its tasks itself; on
 * a cluster accumulators tell it, a task at a time. Results never come from here: a task that runs
 * twice counts twice.
 */
final class Live {
  private static final Map<String, Live> STEPS = new ConcurrentHashMap<>();

  private final LongAdder objects = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  static void begin(ExportId export) {
    STEPS.put(export.text(), new Live());
  }

  static void end(ExportId export) {
    STEPS.remove(export.text());
  }

  /** Nothing happens in a JVM where nobody watches. */
  static void advance(ExportId export, long objects, long bytes) {
    Live step = STEPS.get(export.text());
    if (step != null) {
      step.objects.add(objects);
      step.bytes.add(bytes);
    }
  }

  static Tally reached(ExportId export) {
    Live step = STEPS.get(export.text());
    return step == null ? Tally.NONE : new Tally(step.objects.sum(), step.bytes.sum());
  }
}
