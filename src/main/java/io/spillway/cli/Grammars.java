package io.spillway.cli;

import io.spillway.export.RowRequests;
import io.spillway.request.Option;
import io.spillway.request.SharedOptions;
import io.spillway.source.SourceProvider;
import io.spillway.source.lakefs.LakeFsOptions;
import java.nio.file.Path;
import java.util.Optional;

/** The grammar of each command, in the order of its help. */
final class Grammars {
  static final String GENERAL = "General";

  static final Option<Boolean> VERBOSE =
      Option.flag("verbose", "causes of errors, and Spark's own log");

  static final Option<Optional<String>> EXPORT_ID =
      Option.text("export-id", "ID", "one export in detail");

  static final Option<Boolean> READ_CONTENT =
      Option.flag("read-content", "read every byte there, not only what its listing says");

  static final Option<Boolean> LIST = Option.flag("list", "print all differences, as JSON Lines");

  static final Option<Optional<Path>> IMPORT =
      Option.value("import", "DIR", "serve the files of DIR", (option, text) -> Path.of(text))
          .unless("a sample repository");

  static final Option<Integer> PORT =
      Option.number("port", "N", "listen on this port of the loopback", 8000);

  private static final String REPOSITORY =
      "REPO, or lakefs://REPO/REF with any branch, tag or commit";
  private static final String EXPORTED = "what was exported to";

  private Grammars() {}

  static Grammar export() {
    return new Grammar("spillway")
        .argument(Grammar.SOURCE, REPOSITORY)
        .argument(
            Grammar.DESTINATION,
            "s3://BUCKET/PREFIX or file:///DIR; a trailing slash makes no difference")
        .section("lakeFS (REPO needs --branch or --commit_id; settings: lakefs.api.*)")
        .options(
            LakeFsOptions.BRANCH,
            LakeFsOptions.COMMIT_ID,
            LakeFsOptions.PREV_COMMIT_ID,
            LakeFsOptions.SINCE)
        .options(LakeFsOptions.KEYS)
        .options(LakeFsOptions.MIRROR, LakeFsOptions.MAX_DELETE)
        .options(LakeFsOptions.READING)
        .section(GENERAL)
        .options(
            SharedOptions.DRY_RUN,
            LakeFsOptions.LIST,
            LakeFsOptions.NO_RESUME,
            SharedOptions.WAIT,
            LakeFsOptions.FORCE,
            SharedOptions.MAX_CONCURRENCY,
            SharedOptions.RETRY_FOR,
            SharedOptions.PART_THRESHOLD)
        .options(SharedOptions.KEEPING)
        .options(LakeFsOptions.METADATA)
        .options(SharedOptions.ENDING)
        .options(Output.OPTION, VERBOSE);
  }

  static Grammar exportRows(SourceProvider provider) {
    return new Grammar("spillway")
        .argument(Grammar.SOURCE, provider.help().argument())
        .argument(
            Grammar.DESTINATION, "s3://BUCKET/PREFIX or file:///DIR; each export is a folder there")
        .section(provider.help().section())
        .options(provider.options())
        .section(GENERAL)
        .options(RowRequests.GENERAL)
        .options(Output.OPTION, VERBOSE);
  }

  static Grammar verifyRows() {
    return verified(
        new Grammar("spillway verify")
            .argument(Grammar.SOURCE, "what was exported, which is not asked; may be left out"));
  }

  /** Returns the grammar of a verification whose source is the recorded one. */
  static Grammar verifyRecorded() {
    return verified(new Grammar("spillway verify"));
  }

  private static Grammar verified(Grammar grammar) {
    return grammar
        .argument(Grammar.DESTINATION, EXPORTED)
        .options(RowRequests.VERIFY)
        .options(Output.OPTION, VERBOSE);
  }

  static Grammar status() {
    return new Grammar("spillway status")
        .argument(Grammar.DESTINATION, EXPORTED)
        .options(
            EXPORT_ID, SharedOptions.LEDGER, Output.OPTION, VERBOSE.described("causes of errors"));
  }

  static Grammar verify() {
    return new Grammar("spillway verify")
        .argument(Grammar.SOURCE, REPOSITORY)
        .argument(Grammar.DESTINATION, EXPORTED)
        .options(
            LakeFsOptions.COMMIT_ID
                .described("compare with this commit")
                .unless("the last exported"),
            READ_CONTENT,
            LIST)
        .options(LakeFsOptions.KEYS)
        .options(LakeFsOptions.READING)
        .options(
            SharedOptions.MAX_CONCURRENCY,
            SharedOptions.RETRY_FOR,
            SharedOptions.LEDGER,
            Output.OPTION,
            VERBOSE);
  }

  static Grammar demo() {
    return new Grammar("spillway demo").options(Output.OPTION, VERBOSE);
  }

  static Grammar sandbox() {
    return new Grammar("spillway sandbox").options(IMPORT, PORT, Output.OPTION);
  }
}
