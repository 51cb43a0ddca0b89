package io.spillway.object.round;

import io.spillway.base.Counters;
import io.spillway.destination.Claim;
import io.spillway.object.plan.PlanCount;
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
 * @param counts the counted objects, as {@link io.spillway.object.plan.Mirror} has them
 * @param traffic the traffic of the counting pass
 */
record ExtrasCounted(
    List<Slice> slices,
    Failures failures,
    List<Claim> claims,
    Counters<PlanCount> counts,
    Traffic traffic)
    implements Serializable {
  ExtrasCounted {
    slices = List.copyOf(slices);
    claims = List.copyOf(claims);
  }
}
