package io.spillway.plan;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an export will do.
 *
 * @param rounds one per step, in their order; those without keys are there too
 * @param failures what planning found that can never be exported; with any, nothing is begun
 * @param objects in the exported snapshot, or -1 when they were never counted
 * @param present objects that are at the destination by its listing, else by the last success
 * @param doomed how many of them it deletes
 * @param leftovers objects at the destination that no exported state knows
 * @param refusals why it must not be done, a sentence each; mostly none
 * @param cost of planning
 * @param imports objects to be copied that lie outside the source's own storage
 */
public record ExportPlan(
    List<Round> rounds,
    Failures failures,
    long objects,
    long present,
    long doomed,
    long leftovers,
    List<String> refusals,
    Cost cost,
    Imports imports) {
  /** Nothing to do. */
  public static final ExportPlan NONE =
      new ExportPlan(List.of(), Failures.NONE, -1, 0, 0, 0, List.of(), Cost.NONE, Imports.NONE);

  public ExportPlan {
    rounds = List.copyOf(rounds);
    refusals = List.copyOf(refusals);
  }

  /** A plan of that many rounds of a key filter over those slices, which are numbered here. */
  public static ExportPlan of(int rounds, List<Slice> slices, Failures failures) {
    List<Slice> numbered = numbered(slices);
    return new ExportPlan(
        Step.inOrder(rounds).stream().map(step -> Round.of(step, numbered)).toList(),
        failures,
        0,
        0,
        0,
        0,
        List.of(),
        Cost.NONE,
        Imports.NONE);
  }

  static List<Slice> numbered(List<Slice> slices) {
    return IntStream.range(0, slices.size())
        .mapToObj(place -> slices.get(place).numbered(place))
        .toList();
  }

  /** The same plan with what is known of both ends. */
  public ExportPlan knowing(long inSnapshot, long atDestination, long toBeDeleted, long leftThere) {
    return new ExportPlan(
        rounds,
        failures,
        inSnapshot,
        atDestination,
        toBeDeleted,
        leftThere,
        refusals,
        cost,
        imports);
  }

  /**
   * The same plan with a mirror: when all else is done, what no exported state has is deleted.
   *
   * @param found what the listing of the whole root has found
   */
  public ExportPlan mirroring(Mirror found) {
    return new ExportPlan(
        Stream.concat(rounds.stream(), found.rounds().stream()).toList(),
        failures.and(found.failures()),
        objects,
        found.listed(),
        found.doomed(),
        found.kept(),
        found.refusals(),
        cost.plus(found.cost()),
        imports);
  }

  /** The same plan at that cost. */
  public ExportPlan costing(Cost planning) {
    return new ExportPlan(
        rounds, failures, objects, present, doomed, leftovers, refusals, planning, imports);
  }

  /** Returns the same plan with what it reads outside the source's own storage. */
  public ExportPlan importing(Imports found) {
    return new ExportPlan(
        rounds, failures, objects, present, doomed, leftovers, refusals, cost, found);
  }
}
