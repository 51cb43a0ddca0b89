package io.spillway.cli;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;
import static io.spillway.base.SpillwayException.Kind.REFUSED;

import io.spillway.base.GivenLocation;
import io.spillway.base.SpillwayException;
import io.spillway.report.ExportHistory;
import io.spillway.report.Results;
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
    GivenLocation.parse(command.destination()); // obvious errors are reported before any read
    ExportHistory history =
        ExportHistory.of(hadoop.get(), command.destination(), command.ledger(), command.exportId());
    if (command.exportId().isPresent()) {
      requireExport(history, command.exportId().get());
      terminal.show(new Results.OfRecord(history));
    } else {
      requireAny(history);
      terminal.show(new Results.OfStatus(history));
    }
    return 0;
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
