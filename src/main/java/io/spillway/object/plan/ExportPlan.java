package io.spillway.object.plan;

import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Imports;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The planned work of an export.
 *
 * @param rounds one per step, in order, including steps without keys
 * @param failures failures of planning: unreadable splits, and keys that cannot be exported; if
 *     there are any, nothing begins
 * @param objects the number of objects in the exported snapshot, or -1 if they were not counted
 * @param present objects at the destination, according to its listing or else to the last success
 * @param doomed the number of present objects that the export deletes
 * @param leftovers objects at the destination that no exported state contains
 * @param refusals reasons why the plan must not run, one sentence each; usually empty
 * @param cost the cost of planning
 * @param imports objects to copy that lie outside the source's own storage
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
  /** A plan without work. */
  public static final ExportPlan NONE =
      new ExportPlan(List.of(), Failures.NONE, -1, 0, 0, 0, List.of(), Cost.NONE, Imports.NONE);

  public ExportPlan {
    rounds = List.copyOf(rounds);
    refusals = List.copyOf(refusals);
  }

  /**
   * Returns a plan for the rounds of a key filter over the given slices, which are numbered here.
   */
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

  /** Returns a copy with the numbers of objects in the snapshot and at the destination. */
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
   * Returns a copy with a mirror. After all other steps, the mirror deletes objects that no
   * exported state contains.
   *
   * @param found the result of listing the whole root
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

  /** Returns a copy with the given cost of planning. */
  public ExportPlan costing(Cost planning) {
    return new ExportPlan(
        rounds, failures, objects, present, doomed, leftovers, refusals, planning, imports);
  }

  /** Returns a copy with the objects to copy that lie outside the source's own storage. */
  public ExportPlan importing(Imports found) {
    return new ExportPlan(
        rounds, failures, objects, present, doomed, leftovers, refusals, cost, found);
  }
}
