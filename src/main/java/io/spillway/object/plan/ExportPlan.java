package io.spillway.object.plan;

import io.spillway.base.Counters;
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
 * @param counts the counted objects; {@link PlanCount#OBJECTS} is -1 if not all were counted
 * @param refusals reasons why the plan must not run, one sentence each; usually empty
 * @param cost the cost of planning
 * @param imports objects to copy that lie outside the source's own storage
 */
public record ExportPlan(
    List<Round> rounds,
    Failures failures,
    Counters<PlanCount> counts,
    List<String> refusals,
    Cost cost,
    Imports imports) {
  /** A plan without work. */
  public static final ExportPlan NONE =
      of(0, List.of(), Failures.NONE)
          .counting(Counters.<PlanCount>none().with(PlanCount.OBJECTS, -1));

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
        Counters.none(),
        List.of(),
        Cost.NONE,
        Imports.NONE);
  }

  static List<Slice> numbered(List<Slice> slices) {
    return IntStream.range(0, slices.size())
        .mapToObj(place -> slices.get(place).numbered(place))
        .toList();
  }

  /** Returns a copy with the counted objects. */
  public ExportPlan counting(Counters<PlanCount> found) {
    return new ExportPlan(rounds, failures, found, refusals, cost, imports);
  }

  /** Returns a count. */
  public long count(PlanCount name) {
    return counts.of(name);
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
        found.counts().with(PlanCount.OBJECTS, count(PlanCount.OBJECTS)),
        found.refusals(),
        cost.plus(found.cost()),
        imports);
  }

  /** Returns a copy with the given cost of planning. */
  public ExportPlan costing(Cost planning) {
    return new ExportPlan(rounds, failures, counts, refusals, planning, imports);
  }

  /** Returns a copy with the objects to copy that lie outside the source's own storage. */
  public ExportPlan importing(Imports found) {
    return new ExportPlan(rounds, failures, counts, refusals, cost, found);
  }
}
