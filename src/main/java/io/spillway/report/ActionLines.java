package io.spillway.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.object.plan.PlannedAction;
import io.spillway.outcome.Failure;

/** The planned actions of an export, one per line. */
public final class ActionLines {
  private static final String UNKNOWN = "-";

  private ActionLines() {}

  /** Returns action, round, size and key, separated by tabs; escapes control characters in keys. */
  public static String text(PlannedAction action) {
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
  public static String json(PlannedAction action) {
    ObjectNode json = Json.object().put("action", action.act().text()).put("key", action.key());
    if (action.hasSize()) {
      json.put("size", action.size());
    }
    return Json.line(json.put("round", action.round()));
  }
}
