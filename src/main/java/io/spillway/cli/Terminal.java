package io.spillway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.ExportFailedException;
import io.spillway.ExportReport;
import io.spillway.ProgressListener;
import io.spillway.RowExportFailedException;
import io.spillway.RowReport;
import io.spillway.RowVerifyReport;
import io.spillway.SpillwayException;
import io.spillway.VerifyReport;
import io.spillway.plan.Difference;
import io.spillway.plan.Failure;
import io.spillway.plan.PlannedAction;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Where results and troubles are printed: results on standard output, all else on standard error,
 * both in UTF-8.
 */
public final class Terminal {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean interactive;
  private final Output output;

  /** Prints to those streams. */
  public Terminal(PrintStream out, PrintStream err, boolean interactive) {
    this(out, err, interactive, Output.TEXT);
  }

  private Terminal(PrintStream out, PrintStream err, boolean interactive, Output output) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
    this.output = output;
  }

  /** The same with results printed in that way. */
  public Terminal in(Output other) {
    return new Terminal(out, err, interactive, other);
  }

  /** The process's own streams. */
  @SuppressWarnings("SystemConsoleNull") // on Java 22 and later a bar in a log is the worst of it
  public static Terminal system() {
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        System.console() != null);
  }

  /** Text that is text however results are printed: the help. */
  public void print(String text) {
    out.print(text);
    out.flush();
  }

  /** The result of a command. */
  public void show(Result result) {
    if (output == Output.TEXT_LINES) {
      err.print(output.render(result)); // standard output is the listing alone
      err.flush();
    } else {
      print(output.render(result));
    }
  }

  /** A line for each action of a plan, on standard output; ends with {@link #show}. */
  public Consumer<PlannedAction> actions() {
    return isJson()
        ? action -> out.print(ActionLines.json(action))
        : action -> out.print(ActionLines.text(action));
  }

  /** Whether results are for programs. */
  public boolean isJson() {
    return output.isJson();
  }

  /** A line of a listing for programs. */
  public void line(JsonNode entry) {
    out.print(Json.line(entry));
  }

  /** A remark. */
  public void remark(String text) {
    err.println(text);
  }

  /**
   * Trouble, in one sentence on standard error; with its causes when the user wants to know.
   * Programs find it on standard output.
   */
  public void trouble(SpillwayException trouble, boolean verbose) {
    String sentence = sentence(trouble, verbose);
    show(new Results.OfTrouble(trouble.kind(), sentence));
  }

  private String sentence(Throwable trouble, boolean verbose) {
    String message = trouble.getMessage();
    String sentence =
        Failure.printable(message == null || message.isBlank() ? trouble.toString() : message);
    err.println("spillway: " + sentence);
    if (verbose) {
      trouble.printStackTrace(err);
    }
    return sentence;
  }

  /**
   * An export that ended without SUCCESS. Where programs read its report, people get a sentence.
   */
  public void failure(ExportFailedException failure, boolean verbose) {
    report(failure.report());
    if (isJson()) {
      sentence(failure, verbose);
    }
  }

  /** The same of an export of rows. */
  public void failure(RowExportFailedException failure, boolean verbose) {
    report(failure.report());
    if (isJson()) {
      sentence(failure, verbose);
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
    show(new Results.OfExport(report));
  }

  /** How an export of rows ended, or what it would do. */
  public void report(RowReport report) {
    show(new RowResults.OfExport(report));
  }

  /** How an export of rows compares with its record. */
  public void report(RowVerifyReport report) {
    show(new RowResults.OfVerification(report));
  }

  /** A difference of a listing. */
  public void line(Difference difference) {
    line(VerifyJson.of(difference));
  }

  /**
   * How a destination compares with a commit.
   *
   * @param listed whether all differences have been printed: for people the report is then on
   *     standard error
   */
  public void report(VerifyReport report, boolean listed) {
    if (listed && !isJson()) {
      err.print(Reports.text(report));
    } else {
      show(new VerifyResult(report, listed));
    }
  }

  /** Shows how an export goes on: a bar on a terminal, a line every ten seconds elsewhere. */
  public ProgressListener progress() {
    return interactive ? new ProgressBars(err) : new ProgressLines(err, InstantSource.system());
  }
}
