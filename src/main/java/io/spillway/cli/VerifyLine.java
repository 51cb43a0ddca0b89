package io.spillway.cli;

import io.spillway.export.VerifyOptions;
import io.spillway.request.BadInput;
import io.spillway.source.lakefs.LakeFsOptions;
import java.util.List;
import java.util.Optional;

/** A parser of the command line of a comparison. */
final class VerifyLine {
  private VerifyLine() {}

  static Command parse(List<String> arguments) {
    Given given = Grammars.verify().parse(arguments);
    return new Command.Verify(
        CommandLine.repository(given.source()),
        given.destination(),
        CommandLine.options(given),
        new VerifyOptions(ref(given), given.get(Grammars.READ_CONTENT)),
        given.get(Grammars.LIST),
        given.verbose());
  }

  private static Optional<String> ref(Given given) {
    Optional<String> inSource = CommandLine.refOf(given.source());
    Optional<String> commit = given.get(LakeFsOptions.COMMIT_ID);
    if (inSource.isPresent() && commit.isPresent()) {
      throw BadInput.of(
          "More than one thing says which commit to compare with: give one of --commit_id and"
              + " lakefs://REPO/REF");
    }
    return inSource.or(() -> commit);
  }
}
