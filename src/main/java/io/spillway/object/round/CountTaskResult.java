package io.spillway.object.round;

import io.spillway.base.Counters;
import io.spillway.object.plan.PlanCount;
import io.spillway.object.plan.Slice;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Imports;
import io.spillway.store.Traffic;
import java.io.Serializable;
import java.util.List;

/**
 * The result of the counting pass in one split.
 *
 * @param slices the slices of the split
 * @param failures failures of the counting pass: unreadable splits, and keys that cannot be
 *     exported
 * @param unreadable why this worker cannot read files of this format; empty if it can
 * @param counts the counted objects
 * @param imports objects to be copied that lie outside the source's own storage
 * @param traffic the traffic of the counting pass
 */
record CountTaskResult(
    List<Slice> slices,
    Failures failures,
    String unreadable,
    Counters<PlanCount> counts,
    Imports imports,
    Traffic traffic)
    implements Serializable {
  CountTaskResult {
    slices = List.copyOf(slices);
  }

  static CountTaskResult unreadable(String reason) {
    return new CountTaskResult(
        List.of(), Failures.NONE, reason, Counters.none(), Imports.NONE, Traffic.NONE);
  }
}
