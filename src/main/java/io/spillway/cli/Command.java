package io.spillway.cli;

import io.spillway.base.Location;
import io.spillway.export.ExportOptions;
import io.spillway.export.VerifyOptions;
import io.spillway.request.ExportRequest;
import io.spillway.request.Since;
import io.spillway.request.VerifyRequest;
import java.nio.file.Path;
import java.util.Optional;

/** A parsed command of the command line. */
public sealed interface Command {

  /** Runs the command with the handler and returns the exit code. */
  int runBy(Handler handler);

  /** Returns whether to show causes and Spark's own log. */
  default boolean verbose() {
    return false;
  }

  /** A handler that runs commands. Each method returns the exit code. */
  interface Handler {
    /** Prints a text. */
    int print(Print command);

    /** Prints the version. */
    int version();

    /** Exports a state of a repository. */
    int export(ExportRef command);

    /** Exports the tables of a source. */
    int exportRows(ExportRows command);

    /** Compares an export of rows with its record. */
    int verifyRows(VerifyRows command);

    /** Prints the recorded exports of a destination. */
    int status(Status command);

    /** Compares a destination with a commit. */
    int verify(Verify command);

    /** Exports a sample and shows the result. */
    int demo(Demo command);

    /** Serves an embedded lakeFS. */
    int sandbox(ServeSandbox command);
  }

  /** A command that prints a text and ends with the given exit code. */
  record Print(String text, int exitCode) implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.print(this);
    }
  }

  /** A command that prints the version. */
  record ShowVersion() implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.version();
    }
  }

  /**
   * An export of a state of a lakeFS repository.
   *
   * @param repository its name
   * @param ref the state to export
   * @param since the state that the destination holds, according to the user
   * @param destination as the user wrote it
   * @param options all other options
   * @param lists whether a dry run lists every action
   * @param verbose whether to show causes and Spark's own log
   */
  record ExportRef(
      String repository,
      Ref ref,
      Since since,
      String destination,
      ExportOptions options,
      boolean lists,
      boolean verbose)
      implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.export(this);
    }
  }

  /**
   * A comparison of a destination with a commit.
   *
   * @param repository the commit's repository
   * @param destination as the user wrote it
   * @param options the options that exports have too
   * @param chosen the commit, and the options of the comparison alone
   * @param lists whether to print all differences
   * @param verbose whether to show causes and Spark's own log
   */
  record Verify(
      String repository,
      String destination,
      ExportOptions options,
      VerifyOptions chosen,
      boolean lists,
      boolean verbose)
      implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.verify(this);
    }
  }

  /**
   * An export of tables of a source of rows.
   *
   * @param request with valid options
   * @param verbose whether to show causes and Spark's own log
   */
  record ExportRows(ExportRequest request, boolean verbose) implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.exportRows(this);
    }
  }

  /**
   * A comparison of an export of rows with its record.
   *
   * @param request with valid options
   * @param verbose whether to show causes and Spark's own log
   */
  record VerifyRows(VerifyRequest request, boolean verbose) implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.verifyRows(this);
    }
  }

  /** A state of a repository. */
  sealed interface Ref {
    /** The committed head of a branch. */
    record Branch(String name) implements Ref {}

    /** A commit by its id. */
    record CommitId(String id) implements Ref {}

    /** Any reference that lakeFS accepts: a branch, a tag, a commit id, {@code main~1}. */
    record Any(String ref) implements Ref {}
  }

  /**
   * A listing of the recorded exports of a destination.
   *
   * @param destination as the user wrote it
   * @param ledger location of the ledger; empty for the default
   * @param exportId the export to show in detail; empty for all exports
   * @param verbose whether to show causes
   */
  record Status(
      String destination, Optional<Location> ledger, Optional<String> exportId, boolean verbose)
      implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.status(this);
    }
  }

  /**
   * An export of a sample.
   *
   * @param name of the sample
   * @param verbose whether to show causes and Spark's own log
   */
  record Demo(String name, boolean verbose) implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.demo(this);
    }
  }

  /**
   * An embedded lakeFS that serves until the process is stopped.
   *
   * @param folder the folder whose files to serve; empty for the sample repository
   * @param port the port to listen on; 0 for any free port
   */
  record ServeSandbox(Optional<Path> folder, int port) implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.sandbox(this);
    }
  }
}
