package io.spillway.cli;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;
import static io.spillway.base.SpillwayException.Kind.REFUSED;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.ledger.ExportId;
import io.spillway.report.ExportHistory;
import io.spillway.report.Results;
import io.spillway.request.BadInput;
import io.spillway.rows.destination.Destinations;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/** The command {@code spillway status}, which prints the exports of a destination. */
public final class StatusCommand {
  private final Command.Status command;
  private final Terminal terminal;

  public StatusCommand(Command.Status command, Terminal terminal) {
    this.command = command;
    this.terminal = terminal;
  }

  /**
   * Prints the exports and returns the exit code.
   *
   * @param hadoop the storage settings
   * @throws SpillwayException (bad input) if nothing is recorded there, or the export is unknown
   */
  public int run(Supplier<Configuration> hadoop) {
    ExportHistory history = history(hadoop.get(), place());
    if (command.exportId().isPresent()) {
      requireExport(history, command.exportId().get());
      terminal.show(new Results.OfRecord(history));
    } else {
      requireAny(history);
      terminal.show(new Results.OfStatus(history));
    }
    return 0;
  }

  /** Returns the folder of the exports: the destination, or else the ledger beside which it is. */
  private String place() {
    Destinations.check(command.destination()); // obvious errors are reported before any read
    if (Destinations.isFolder(command.destination())) {
      return command.destination();
    }
    return command
        .ledger()
        .map(Location::toString)
        .orElseThrow(
            () -> BadInput.of("'" + command.destination() + "' is no folder: give its --ledger"));
  }

  /** Reads the records at a place, or in the folder of the export if that has its own. */
  private ExportHistory history(Configuration storage, String place) {
    ExportHistory history = ExportHistory.of(storage, place, command.ledger(), command.exportId());
    if (command.exportId().isEmpty()
        || command.ledger().isPresent()
        || !history.exports().isEmpty()
        || !history.history().unreadable().isEmpty()
        || !ExportId.isOne(command.exportId().get())) {
      return history;
    }
    String own = history.destination().resolve(command.exportId().get()).toString();
    ExportHistory ofFolder = ExportHistory.of(storage, own, Optional.empty(), command.exportId());
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
