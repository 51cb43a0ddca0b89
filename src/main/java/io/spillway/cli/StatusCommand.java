package io.spillway.cli;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;
import static io.spillway.base.SpillwayException.Kind.REFUSED;

import io.spillway.base.ExitCode;
import io.spillway.base.GivenLocation;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.ledger.ExportId;
import io.spillway.report.ExportHistory;
import io.spillway.report.Results;
import io.spillway.request.BadInput;
import io.spillway.request.Option;
import io.spillway.request.SharedOptions;
import io.spillway.rows.destination.Destinations;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The command {@code spillway status}, which prints the exports of a destination.
 *
 * @param destination as the user wrote it
 * @param ledger location of the ledger; empty for the default
 * @param exportId the export to show in detail; empty for all exports
 * @param verbose whether to show causes
 */
public record StatusCommand(
    String destination, Optional<Location> ledger, Optional<String> exportId, boolean verbose)
    implements Command {
  static final String NAME = "status";

  private static final Option<Optional<String>> EXPORT_ID =
      Option.text("export-id", "ID", "one export in detail");

  static Help.Page page() {
    return new Help.Page(
        NAME,
        "spillway status DESTINATION [--export-id=ID]",
        "Tells what was exported to a destination, as its ledger knows it; without lakeFS.",
        StatusCommand::grammar);
  }

  private static Grammar grammar() {
    return new Grammar("spillway status")
        .argument(Grammar.DESTINATION, CommonOptions.EXPORTED)
        .options(
            EXPORT_ID,
            SharedOptions.LEDGER,
            Output.OPTION,
            CommonOptions.VERBOSE.described("causes of errors"));
  }

  static Command parse(List<String> arguments) {
    Given given = grammar().parse(arguments);
    return new StatusCommand(
        given.destination(),
        given.get(SharedOptions.LEDGER),
        given.get(EXPORT_ID),
        given.verbose());
  }

  /**
   * Prints the exports and returns the exit code.
   *
   * @throws SpillwayException (bad input) if nothing is recorded there, or the export is unknown
   */
  @Override
  public int run(CommandContext context) {
    ExportHistory history = history(context.storage(), place());
    if (exportId.isPresent()) {
      requireExport(history, exportId.get());
      context.terminal().show(new Results.OfRecord(history));
    } else {
      requireAny(history);
      context.terminal().show(new Results.OfStatus(history));
    }
    return ExitCode.DONE.code();
  }

  /** Returns the folder of the exports: the destination, or else the ledger beside which it is. */
  private String place() {
    Destinations.check(destination); // obvious errors are reported before any read
    if (Destinations.isFolder(destination)) {
      return destination;
    }
    return ledger
        .map(GivenLocation::text)
        .orElseThrow(() -> BadInput.of("'" + destination + "' is not a folder: give its --ledger"));
  }

  /** Reads the records at a place, or in the folder of the export if that has its own. */
  private ExportHistory history(Configuration storage, String place) {
    ExportHistory history = ExportHistory.of(storage, place, ledger, exportId);
    if (exportId.isEmpty()
        || ledger.isPresent()
        || !history.exports().isEmpty()
        || !history.history().unreadable().isEmpty()
        || !ExportId.isOne(exportId.get())) {
      return history;
    }
    String own = GivenLocation.text(history.destination().resolve(exportId.get()));
    ExportHistory ofFolder = ExportHistory.of(storage, own, Optional.empty(), exportId);
    return ofFolder.exports().isEmpty() ? history : ofFolder;
  }

  private static void requireAny(ExportHistory history) {
    if (history.history().isEmpty()) {
      throw new SpillwayException(
          BAD_INPUT,
          "Nothing was exported to "
              + history.destination()
              + ", as "
              + history.ledger()
              + " tells: there is no record of an export. Check the location, or give"
              + " --ledger=LOCATION if its ledger is kept elsewhere.");
    }
  }

  private static void requireExport(ExportHistory history, String exportId) {
    if (!history.history().unreadable().isEmpty()) {
      throw new SpillwayException(REFUSED, history.history().unreadable().get(0).reason() + ".");
    }
    if (history.exports().isEmpty()) {
      throw new SpillwayException(
          BAD_INPUT,
          "There is no export '"
              + exportId
              + "' in "
              + history.ledger()
              + ": see spillway status "
              + history.destination()
              + " for those that are recorded.");
    }
  }
}
