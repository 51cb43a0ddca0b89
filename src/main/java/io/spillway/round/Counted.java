package io.spillway.round;

import io.spillway.plan.Failures;
import io.spillway.plan.Imports;
import io.spillway.plan.Slice;
import io.spillway.store.Traffic;
import java.io.Serializable;
import java.util.List;

/**
 * What the counting pass found in one split.
 *
 * @param slices of the split
 * @param failures what can never be exported
 * @param unreadable why this worker cannot read such files at all; empty when it can
 * @param entries of the target that were read, whether they are looked at or not
 * @param objects those that are looked at, whether they changed or not
 * @param present objects that the destination has by its listing, else by the last success
 * @param doomed how many of them are to be deleted
 * @param leftovers objects that the destination has and no snapshot
 * @param imports objects to be copied that lie outside the source's own storage
 * @param traffic what finding out cost
 */
record Counted(
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
  Counted {
    slices = List.copyOf(slices);
  }

  static Counted unreadable(String reason) {
    return new Counted(List.of(), Failures.NONE, reason, 0, 0, 0, 0, 0, Imports.NONE, Traffic.NONE);
  }
}
