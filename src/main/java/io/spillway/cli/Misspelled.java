package io.spillway.cli;

import io.spillway.base.SpillwayException;
import io.spillway.request.BadInput;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Command lines as other programs would take them, with hints at how Spillway takes them. */
final class Misspelled {
  private static final List<String> COMMANDS =
      List.of(
          ExportCommand.NAME,
          VerifyCommand.NAME,
          StatusCommand.NAME,
          DemoCommand.NAME,
          SandboxCommand.NAME);

  /** The number of letters in which a word may differ from a command. */
  private static final int NEAR = 2;

  private static final Map<String, String> OPTIONS =
      Map.of(
          "-n", "--dry-run plans and writes nothing",
          "--dryrun", "--dry-run plans and writes nothing",
          "--delete", "--mirror deletes what the commit lacks",
          "--del", "--mirror deletes what the commit lacks",
          "-v", "--verbose shows causes, and --version the version",
          "-r", "an export takes all keys below the repository; --include=GLOB selects some",
          "--recursive", "an export takes all keys; --include=GLOB selects some");

  private Misspelled() {}

  /** Returns whether a command line asks for the help by a word. */
  static boolean isHelp(List<String> line) {
    return line.equals(List.of("help")) || line.equals(List.of("-h"));
  }

  /** Returns whether a command line asks for the version in another way. */
  static boolean isVersion(List<String> line) {
    return line.equals(List.of("version")) || line.equals(List.of("-v"));
  }

  /**
   * Rejects options of other programs, and words that are nearly a command.
   *
   * @throws SpillwayException (bad input) with a hint
   */
  static void check(List<String> line) {
    for (String argument : line) {
      String hint = OPTIONS.get(argument);
      if (hint != null) {
        throw BadInput.of("Unknown option " + argument + ": " + hint);
      }
    }
    boolean namesState =
        line.stream().anyMatch(word -> word.matches("--(branch|commit[_-]id)(=.*)?"));
    String first = line.get(0);
    if (namesState || COMMANDS.contains(first) || first.contains("/") || first.startsWith("-")) {
      return;
    }
    nearest(first)
        .ifPresent(
            command -> {
              throw BadInput.of(
                  "Unknown command '"
                      + first
                      + "': did you mean "
                      + command
                      + "?"
                      + " (A repository of that name needs --branch=B or --commit_id=C)");
            });
  }

  private static Optional<String> nearest(String word) {
    return COMMANDS.stream()
        .filter(command -> distance(word, command) <= NEAR)
        .min(Comparator.comparingInt(command -> distance(word, command)));
  }

  /** Returns the least number of letters to add, leave out or replace. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
