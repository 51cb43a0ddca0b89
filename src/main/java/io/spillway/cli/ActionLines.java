package io.spillway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.plan.Failure;
import io.spillway.plan.PlannedAction;

/** What an export would do, an action a line. */
final class ActionLines {
  private static final String UNKNOWN = "-";

  private ActionLines() {}

  /**
   * Action, round, size and key, with tabs between them; control characters in keys are escaped.
   */
  static String text(PlannedAction action) {
    return action.act().text()
        + '\t'
        + action.round()
        + '\t'
        + (action.hasSize() ? String.valueOf(action.size()) : UNKNOWN)
        + '\t'
        + Failure.printable(action.key())
        + '\n';
  }

  /** An object as {@code docs/reference/schemas/action.json} has it. */
  static String json(PlannedAction action) {
    ObjectNode json = Json.object().put("action", action.act().text()).put("key", action.key());
    if (action.hasSize()) {
      json.put("size", action.size());
    }
    return Json.line(json.put("round", action.round()));
  }
}
