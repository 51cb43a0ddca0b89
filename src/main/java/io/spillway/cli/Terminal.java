package io.spillway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.base.ExitCode;
import io.spillway.base.SpillwayException;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.verify.Difference;
import io.spillway.outcome.Failure;
import io.spillway.report.ActionLines;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.Json;
import io.spillway.report.Reports;
import io.spillway.report.Result;
import io.spillway.report.Results;
import io.spillway.report.VerifyJson;
import io.spillway.report.VerifyReport;
import io.spillway.report.VerifyResult;
import io.spillway.request.ProgressListener;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * A printer of results and errors: results on standard output, all else on standard error, both in
 * UTF-8.
 */
public final class Terminal {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean interactive;
  private final Output output;

  /** Creates a terminal that prints to the given streams, with results as text. */
  public Terminal(PrintStream out, PrintStream err, boolean interactive) {
    this(out, err, interactive, Output.TEXT);
  }

  private Terminal(PrintStream out, PrintStream err, boolean interactive, Output output) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
    this.output = output;
  }

  /** Returns a copy that prints results in the given format. */
  public Terminal in(Output other) {
    return new Terminal(out, err, interactive, other);
  }

  /** Returns a terminal on the process's own streams. */
  @SuppressWarnings("SystemConsoleNull") // on Java 22 and later, a log may contain a bar
  public static Terminal system() {
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        System.console() != null);
  }

  /** Prints a text that is equal in all formats, such as the help. */
  public void print(String text) {
    out.print(text);
    out.flush();
  }

  /**
   * Returns the exit code of a command, or that of a failure if its output could not be written: a
   * full disk must not look like a result.
   */
  public int exitCode(int ofCommand) {
    if (!out.checkError() || ofCommand != ExitCode.DONE.code()) {
      return ofCommand;
    }
    err.println("spillway: The output could not be written: see where standard output leads.");
    return ExitCode.FAILED.code();
  }

  /** Prints the result of a command. */
  public void show(Result result) {
    if (output == Output.TEXT_LINES) {
      err.print(output.render(result)); // standard output contains only the listing
      err.flush();
    } else {
      print(output.render(result));
    }
  }

  /**
   * Returns a consumer that prints a line for each action of a plan on standard output. The caller
   * ends the lines with {@link #show}.
   */
  public Consumer<PlannedAction> actions() {
    return isJson()
        ? action -> out.print(ActionLines.json(action))
        : action -> out.print(ActionLines.text(action));
  }

  /** Returns whether results are JSON. */
  public boolean isJson() {
    return output.isJson();
  }

  /** Prints a line of a listing for programs. */
  public void line(JsonNode entry) {
    out.print(Json.line(entry));
  }

  /** Prints a remark on standard error. */
  public void remark(String text) {
    err.println(text);
  }

  /**
   * Prints an error in one sentence on standard error, with its causes if {@code verbose}. Also
   * prints it on standard output if results are JSON.
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
   * Prints the report of an export that ended without SUCCESS. If results are JSON, also prints one
   * sentence on standard error, for people.
   */
  public void failure(ExportFailedException failure, boolean verbose) {
    report(failure.report());
    if (isJson()) {
      sentence(failure, verbose);
    }
  }

  /**
   * Prints an unexpected error, including its exception class.
   *
   * @return the error as it was printed
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

  /** Prints the result of an export or of a dry run. */
  public void report(ExportReport report) {
    show(new Results.OfExport(report));
  }

  /** Prints a difference of a listing. */
  public void line(Difference difference) {
    line(VerifyJson.of(difference));
  }

  /**
   * Prints the comparison of a destination with the state that it should hold.
   *
   * @param listed whether all differences have been printed already; the report for people is then
   *     on standard error
   */
  public void report(VerifyReport report, boolean listed) {
    if (listed && !isJson()) {
      err.print(Reports.text(report));
    } else {
      show(new VerifyResult(report, listed));
    }
  }

  /**
   * Returns a listener that shows the progress of an export: a bar on a terminal, a line every ten
   * seconds elsewhere.
   */
  public ProgressListener progress() {
    return interactive ? new ProgressBars(err) : new ProgressLines(err, InstantSource.system());
  }
}
