package io.spillway.cli;

import io.spillway.base.ExitCode;
import io.spillway.report.Results;

/** A parsed command of the command line. */
public interface Command {

  /** Runs the command and returns the exit code. */
  int run(CommandContext context);

  /** Returns whether to show causes and Spark's own log. */
  default boolean verbose() {
    return false;
  }

  /** A command that prints a text and ends with the given exit code. */
  record Print(String text, int exitCode) implements Command {
    @Override
    public int run(CommandContext context) {
      context.terminal().print(text);
      return exitCode;
    }
  }

  /** A command that prints the version. */
  record ShowVersion() implements Command {
    @Override
    public int run(CommandContext context) {
      context.terminal().show(Results.version());
      return ExitCode.DONE.code();
    }
  }
}
