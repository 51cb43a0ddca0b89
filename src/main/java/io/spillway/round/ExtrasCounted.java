package io.spillway.round;

import io.spillway.destination.Claim;
import io.spillway.plan.Failures;
import io.spillway.plan.Slice;
import io.spillway.store.Traffic;
import java.io.Serializable;
import java.util.List;

/**
 * What the counting pass of a mirror found in one split.
 *
 * @param slices of the split, by what the mirror deletes in each
 * @param failures what could not be read
 * @param claims folders that somebody else keeps up, the first few
 * @param entries of the target that were read
 * @param listed objects that are there, without those that the filters leave out
 * @param doomed how many of them the target has not, and some step deletes
 * @param kept how many of them the target has not, and stay
 * @param traffic what finding out cost
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
