package io.spillway.simulation;

import java.util.ArrayList;
import java.util.List;

/** Plays one history again by its line, and prints all that happens. */
final class Replay {
  private Replay() {}

  /**
   * Plays the history.
   *
   * @param line the line, as one argument or as its words
   */
  public static void main(String[] line) {
    var unused = Quiet.begin();
    play(String.join(" ", line)).forEach(System.out::println);
    System.exit(0);
  }

  /** What happens in a history; the last line says whether a promise was broken. */
  static List<String> play(String line) {
    History history = History.parse(line);
    try (World world = history.world(Scenario.named(history.setting()).start(1)).tracing()) {
      List<String> lines = new ArrayList<>();
      String end = "No promise was broken.";
      try {
        History.play(history, world);
      } catch (Violation e) {
        end = String.valueOf(e.getMessage());
      }
      lines.addAll(world.trace());
      lines.add(end);
      return lines;
    }
  }
}
