package io.spillway.simulation;

import java.util.ArrayList;
import java.util.List;

/** A history that breaks a promise, with the line that runs it again, and all that happened. */
final class Broken extends AssertionError {
  private static final long serialVersionUID = 1L;

  Broken(History history, Violation violation) {
    super(
        violation.getMessage()
            + "\nRun it again: Replay.main(\""
            + history
            + "\")\n"
            + String.join("\n", trace(history)),
        violation);
  }

  private static List<String> trace(History history) {
    Scenario scenario = Scenario.named(history.setting());
    List<String> lines = new ArrayList<>();
    try (World world = history.world(scenario.start(1)).tracing()) {
      try {
        History.play(history, world);
        lines.add("(it does not fail alone)");
      } catch (Violation e) {
        lines.add(String.valueOf(e.getMessage()));
      }
      lines.addAll(0, world.trace());
    }
    return lines;
  }
}
