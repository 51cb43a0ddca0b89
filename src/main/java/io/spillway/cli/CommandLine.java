package io.spillway.cli;

import io.spillway.base.ExitCode;
import io.spillway.base.SpillwayException;
import io.spillway.request.BadInput;
import java.util.Arrays;
import java.util.List;

/** A parser of command lines. */
public final class CommandLine {
  private static final char UNREADABLE = '\uFFFD';
  private static final int BAD_INPUT = ExitCode.BAD_INPUT.code();

  private CommandLine() {}

  /**
   * Returns the command that the arguments ask for.
   *
   * @throws SpillwayException (bad input) if the arguments are invalid; its message names the
   *     problem
   */
  public static Command parse(String... arguments) {
    List<String> all = Arrays.asList(arguments);
    if (all.isEmpty()) {
      return new Command.Print(Help.overview(), BAD_INPUT);
    }
    all.forEach(CommandLine::checkText);
    if (Misspelled.isHelp(all)) {
      return new Command.Print(Help.overview(), ExitCode.DONE.code());
    }
    if (Misspelled.isVersion(all)) {
      return new Command.ShowVersion();
    }
    if (all.contains("--help")) {
      return new Command.Print(Help.of(all), ExitCode.DONE.code());
    }
    if (all.contains("--version")) {
      return new Command.ShowVersion();
    }
    Misspelled.check(all);
    List<String> rest = all.subList(1, all.size());
    return switch (all.get(0)) {
      case ExportCommand.NAME -> ExportCommand.parse(rest);
      case VerifyCommand.NAME -> VerifyCommand.parse(rest);
      case StatusCommand.NAME -> StatusCommand.parse(rest);
      case DemoCommand.NAME -> DemoCommand.parse(rest);
      case SandboxCommand.NAME -> SandboxCommand.parse(rest);
      default -> ExportCommand.parse(all);
    };
  }

  /**
   * Rejects an argument that contains a replacement character, by which Java marks bytes that it
   * cannot decode.
   */
  private static void checkText(String argument) {
    if (argument.indexOf(UNREADABLE) >= 0) {
      throw BadInput.of(
          "'"
              + argument
              + "' is not UTF-8, or the locale is not: set LC_ALL=C.UTF-8 where it was given so");
    }
  }
}
