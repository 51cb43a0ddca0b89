package io.spillway.plan;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What an export will do.
 *
 * @param rounds one per step, in their order; those without keys are there too
 * @param failures what planning found that can never be exported; with any, nothing is begun
 * @param objects in the exported snapshot, or -1 when they were never counted
 * @param present objects that are at the destination by its listing, else by the last success
 * @param doomed how many of them it deletes
 * @param leftovers objects at the destination that no exported state knows
 * @param cost of planning
 */
public record ExportPlan(
    List<Round> rounds,
    Failures failures,
    long objects,
    long present,
    long doomed,
    long leftovers,
    Cost cost) {
  /** Nothing to do. */
  public static final ExportPlan NONE =
      new ExportPlan(List.of(), Failures.NONE, -1, 0, 0, 0, Cost.NONE);

  public ExportPlan {
    rounds = List.copyOf(rounds);
  }

  /** A plan of that many rounds of a key filter over those slices, which are numbered here. */
  public static ExportPlan of(int rounds, List<Slice> slices, Failures failures) {
    List<Slice> numbered =
        IntStream.range(0, slices.size())
            .mapToObj(place -> slices.get(place).numbered(place))
            .toList();
    return new ExportPlan(
        Step.inOrder(rounds).stream().map(step -> Round.of(step, numbered)).toList(),
        failures,
        0,
        0,
        0,
        0,
        Cost.NONE);
  }

  /** The same plan with what is known of both ends. */
  public ExportPlan knowing(long inSnapshot, long atDestination, long toBeDeleted, long leftThere) {
    return new ExportPlan(
        rounds, failures, inSnapshot, atDestination, toBeDeleted, leftThere, cost);
  }

  /** The same plan at that cost. */
  public ExportPlan costing(Cost planning) {
    return new ExportPlan(rounds, failures, objects, present, doomed, leftovers, planning);
  }
}
