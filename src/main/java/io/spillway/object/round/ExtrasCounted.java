package io.spillway.object.round;

import io.spillway.destination.Claim;
import io.spillway.object.plan.Slice;
import io.spillway.outcome.Failures;
import io.spillway.store.Traffic;
import java.io.Serializable;
import java.util.List;

/**
 * The result of the counting pass of a mirror in one split.
 *
 * @param slices the slices of the split, by the mirror deletes in each
 * @param failures failures of the counting pass
 * @param claims folders that belong to other owners, the first few
 * @param entries the number of target entries read
 * @param listed the number of listed objects, without those that the filters exclude
 * @param doomed the number of listed objects that the target does not have and some step deletes
 * @param kept the number of listed objects that the target does not have and no step deletes
 * @param traffic the traffic of the counting pass
 */
record ExtrasCounted(
    List<Slice> slices,
    Failures failures,
    List<Claim> claims,
    long entries,
    long listed,
    long doomed,
    long kept,
    Traffic traffic)
    implements Serializable {
  ExtrasCounted {
    slices = List.copyOf(slices);
    claims = List.copyOf(claims);
  }
}
