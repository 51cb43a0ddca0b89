package io.spillway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.plan.Failure;
import io.spillway.plan.PlannedAction;

/** The planned actions of an export, one per line. */
final class ActionLines {
  private static final String UNKNOWN = "-";

  private ActionLines() {}

  /** Returns action, round, size and key, separated by tabs; escapes control characters in keys. */
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

  /** Returns the action as a JSON object of {@code docs/reference/schemas/action.json}. */
  static String json(PlannedAction action) {
    ObjectNode json = Json.object().put("action", action.act().text()).put("key", action.key());
    if (action.hasSize()) {
      json.put("size", action.size());
    }
    return Json.line(json.put("round", action.round()));
  }
}
