package io.spillway.object.plan;

import io.spillway.base.Counters;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import java.util.List;

/**
 * The result of listing the whole root: the objects that mirroring deletes.
 *
 * @param steps mirror deletes, one step per round of the key filter, in order
 * @param failures failures of the counting pass; if there are any, nothing begins
 * @param refusals reasons why nothing may be deleted, one sentence each; empty if it may
 * @param counts the counted objects; present are the listed ones, without those that the filters
 *     exclude, and leftovers those that the target does not have and no step deletes
 * @param cost the cost of the listing
 */
public record Mirror(
    List<PlannedStep> steps,
    Failures failures,
    List<String> refusals,
    Counters<PlanCount> counts,
    Cost cost) {
  public Mirror {
    steps = List.copyOf(steps);
    refusals = List.copyOf(refusals);
  }
}
