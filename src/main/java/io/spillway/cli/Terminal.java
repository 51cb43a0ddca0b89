package io.spillway.cli;

import io.spillway.ExportReport;
import io.spillway.ProgressListener;
import io.spillway.SpillwayException;
import io.spillway.plan.Failure;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * Where results and troubles are printed: results on standard output, all else on standard error,
 * both in UTF-8.
 */
public final class Terminal {
  private static final int FAILURES_SHOWN = 10;

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

  /** Trouble that nobody foresaw: its class is part of the news. */
  public void surprise(Throwable trouble, boolean verbose) {
    SpillwayException named =
        new SpillwayException(
            SpillwayException.Kind.FAILED,
            "Unexpected: " + trouble + " (--verbose shows where)",
            trouble);
    trouble(named, verbose);
  }

  /** How an export ended. */
  public void report(ExportReport report) {
    StringBuilder text = new StringBuilder();
    text.append(report.success() ? "Exported " : "FAILED to export ");
    text.append(report.repository()).append('/').append(report.commitId()).append('\n');
    line(text, "objects", Sizes.number(report.objects()));
    line(text, "bytes", Sizes.bytes(report.bytes()));
    line(text, "time", Sizes.time(report.duration()));
    count(
        text,
        "by size",
        report.summary().provedBySize(),
        "proved by their size alone, their checksum is none of their content");
    count(
        text,
        "dropped",
        report.summary().metadataDropped(),
        "lost user metadata that the destination cannot hold");
    count(
        text,
        "not kept",
        report.summary().metadataNotKept(),
        "have user metadata, which the destination does not keep");
    count(text, "failed", report.failed(), report.failed() == 1 ? "failure" : "failures");
    for (Failure failure : report.failures().stream().limit(FAILURES_SHOWN).toList()) {
      text.append("    ").append(failure).append('\n');
    }
    line(text, "marker", report.marker().isEmpty() ? "none could be written" : report.marker());
    print(text.toString());
  }

  private static void count(StringBuilder text, String name, long count, String what) {
    if (count > 0) {
      line(text, name, Sizes.number(count) + " " + what);
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(java.util.Locale.ROOT, "  %-9s", name)).append(value).append('\n');
  }

  /** Shows how an export goes on: a bar on a terminal, a line every ten seconds elsewhere. */
  public ProgressListener progress() {
    return interactive ? new ProgressBars(err) : new ProgressLines(err, InstantSource.system());
  }
}
