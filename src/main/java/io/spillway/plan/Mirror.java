package io.spillway.plan;

import java.util.List;

/**
 * What a listing of the whole root has found beside what is exported: what mirroring deletes.
 *
 * @param rounds deletes, one round per round of the key filter, in their order
 * @param failures what could not be read; with any, nothing is begun
 * @param refusals why none of it may be deleted, a sentence each; empty when it may
 * @param entries of the target that were passed
 * @param listed objects that are there, without those that the filters leave out
 * @param doomed how many of them the target has not, and that some step deletes
 * @param kept how many of them the target has not, and that are left alone
 * @param cost of finding out
 */
public record Mirror(
    List<Round> rounds,
    Failures failures,
    List<String> refusals,
    long entries,
    long listed,
    long doomed,
    long kept,
    Cost cost) {
  public Mirror {
    rounds = List.copyOf(rounds);
    refusals = List.copyOf(refusals);
  }

  /** Rounds over those slices, which are numbered here. */
  public static List<Round> rounds(int rounds, List<Slice> slices) {
    List<Slice> numbered = ExportPlan.numbered(slices);
    return Step.mirrorsInOrder(rounds).stream().map(step -> Round.of(step, numbered)).toList();
  }
}
