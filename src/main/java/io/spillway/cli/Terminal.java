package io.spillway.cli;

import io.spillway.ExportReport;
import io.spillway.ProgressListener;
import io.spillway.SpillwayException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * Where results and troubles are printed: results on standard output, all else on standard error,
 * both in UTF-8.
 */
public final class Terminal {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean interactive;

  /** Prints to those streams. */
  public Terminal(PrintStream out, PrintStream err, boolean interactive) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
  }

  /** The process's own streams. */
  @SuppressWarnings("SystemConsoleNull") // on Java 22 and later a bar in a log is the worst of it
  public static Terminal system() {
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        System.console() != null);
  }

  /** A result. */
  public void print(String text) {
    out.print(text);
    out.flush();
  }

  /** A remark. */
  public void remark(String text) {
    err.println(text);
  }

  /** Trouble, in one sentence; with its causes when the user wants to know. */
  public void trouble(Throwable trouble, boolean verbose) {
    String message = trouble.getMessage();
    err.println(
        "spillway: " + (message == null || message.isBlank() ? trouble.toString() : message));
    if (verbose) {
      trouble.printStackTrace(err);
    }
  }

  /**
   * Trouble that nobody foresaw: its class is part of the news.
   *
   * @return the same in a sentence
   */
  public SpillwayException surprise(Throwable trouble, boolean verbose) {
    SpillwayException named =
        new SpillwayException(
            SpillwayException.Kind.FAILED,
            "Unexpected: " + trouble + " (--verbose shows where)",
            trouble);
    trouble(named, verbose);
    return named;
  }

  /** How an export ended, or what it would do. */
  public void report(ExportReport report) {
    print(Reports.text(report));
  }

  /** Shows how an export goes on: a bar on a terminal, a line every ten seconds elsewhere. */
  public ProgressListener progress() {
    return interactive ? new ProgressBars(err) : new ProgressLines(err, InstantSource.system());
  }
}
