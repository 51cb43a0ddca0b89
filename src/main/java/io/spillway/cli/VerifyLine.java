package io.spillway.cli;

import io.spillway.export.VerifyOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A parser of the command line of a comparison. */
final class VerifyLine {
  private VerifyLine() {}

  static Command parse(List<String> arguments) {
    Map<String, String> given = Grammars.verify().parse(arguments);
    String source = String.valueOf(given.get(Grammar.SOURCE));
    return new Command.Verify(
        CommandLine.repository(source),
        String.valueOf(given.get(Grammar.DESTINATION)),
        CommandLine.options(given),
        new VerifyOptions(ref(source, given), given.containsKey("read-content")),
        given.containsKey("list"),
        given.containsKey("verbose"));
  }

  private static Optional<String> ref(String source, Map<String, String> given) {
    Optional<String> inSource = CommandLine.refOf(source);
    Optional<String> commit = Optional.ofNullable(given.get("commit_id"));
    if (inSource.isPresent() && commit.isPresent()) {
      throw Grammar.badInput(
          "More than one thing says which commit to compare with: give one of --commit_id and"
              + " lakefs://REPO/REF");
    }
    return inSource.or(() -> commit);
  }
}
