package io.spillway.object.round;

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
 * @param entries the number of target entries read, selected or not
 * @param objects the number of selected target entries, changed or not
 * @param present objects at the destination, according to its listing or else to the last success
 * @param doomed the number of present objects to delete
 * @param leftovers objects at the destination that no snapshot has
 * @param imports objects to be copied that lie outside the source's own storage
 * @param traffic the traffic of the counting pass
 */
record CountTaskResult(
    List<Slice> slices,
    Failures failures,
    String unreadable,
    long entries,
    long objects,
    long present,
    long doomed,
    long leftovers,
    Imports imports,
    Traffic traffic)
    implements Serializable {
  CountTaskResult {
    slices = List.copyOf(slices);
  }

  static CountTaskResult unreadable(String reason) {
    return new CountTaskResult(
        List.of(), Failures.NONE, reason, 0, 0, 0, 0, 0, Imports.NONE, Traffic.NONE);
  }
}
