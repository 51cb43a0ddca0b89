package io.spillway.object.plan;

import io.spillway.base.Counters;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Imports;
import java.util.List;
import java.util.stream.Stream;

/**
 * The planned work of an export.
 *
 * @param steps the steps in order, including those without keys
 * @param failures failures of planning: unreadable splits, and keys that cannot be exported; if
 *     there are any, nothing begins
 * @param counts the counted objects; {@link PlanCount#OBJECTS} is -1 if not all were counted
 * @param refusals reasons why the plan must not run, one sentence each; usually empty
 * @param cost the cost of planning
 * @param imports objects to copy that lie outside the source's own storage
 */
public record ExportPlan(
    List<PlannedStep> steps,
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
    steps = List.copyOf(steps);
    refusals = List.copyOf(refusals);
  }

  /**
   * Returns a plan for the rounds of a key filter over the given slices, which are numbered here.
   */
  public static ExportPlan of(int rounds, List<Slice> slices, Failures failures) {
    return new ExportPlan(
        PlannedStep.of(Step.inOrder(rounds), slices),
        failures,
        Counters.none(),
        List.of(),
        Cost.NONE,
        Imports.NONE);
  }

  /** Returns a copy with the counted objects. */
  public ExportPlan counting(Counters<PlanCount> found) {
    return new ExportPlan(steps, failures, found, refusals, cost, imports);
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
        Stream.concat(steps.stream(), found.steps().stream()).toList(),
        failures.and(found.failures()),
        found.counts().with(PlanCount.OBJECTS, count(PlanCount.OBJECTS)),
        found.refusals(),
        cost.plus(found.cost()),
        imports);
  }

  /** Returns a copy with the given cost of planning. */
  public ExportPlan costing(Cost planning) {
    return new ExportPlan(steps, failures, counts, refusals, planning, imports);
  }

  /** Returns a copy with the objects to copy that lie outside the source's own storage. */
  public ExportPlan importing(Imports found) {
    return new ExportPlan(steps, failures, counts, refusals, cost, found);
  }
}
