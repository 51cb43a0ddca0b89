package io.spillway.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.ledger.RecordedCost;
import io.spillway.outcome.Cost;

/** The cost of an export as JSON, as {@code export.json} has it. */
final class CostJson {
  private CostJson() {}

  /** Adds the cost unless it is {@link Cost#NONE}. */
  static void add(ObjectNode json, Cost cost) {
    RecordedCost recorded = RecordedCost.of(cost);
    if (recorded != null) {
      json.set("cost", Json.tree(recorded));
    }
  }
}
