package io.spillway.cli;

import io.spillway.ExportOptions;
import io.spillway.ExportReport;
import io.spillway.Exporter;
import io.spillway.Location;
import io.spillway.RowOptions;
import io.spillway.Since;
import io.spillway.VerifyOptions;
import io.spillway.plan.PlannedAction;
import io.spillway.source.postgres.PostgresAddress;
import io.spillway.source.postgres.PostgresOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** What a command line asks for. */
public sealed interface Command {

  /** Lets the handler carry it out, and returns the exit code. */
  int runBy(Handler handler);

  /** Whether the user wants to see causes and Spark's own log. */
  default boolean verbose() {
    return false;
  }

  /** Carries commands out; each method returns the exit code. */
  interface Handler {
    /** Prints. */
    int print(Print command);

    /** Says which Spillway this is. */
    int version();

    /** Exports. */
    int export(ExportRef command);

    /** Exports rows. */
    int exportRows(ExportRows command);

    /** Compares an export of rows with its record. */
    int verifyRows(VerifyRows command);

    /** Tells what was exported. */
    int status(Status command);

    /** Compares. */
    int verify(Verify command);

    /** Shows a first export. */
    int demo(Demo command);

    /** Serves an embedded lakeFS. */
    int sandbox(ServeSandbox command);
  }

  /** Prints something and ends with that code. */
  record Print(String text, int exitCode) implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.print(this);
    }
  }

  /** Says which Spillway this is. */
  record ShowVersion() implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.version();
    }
  }

  /**
   * Exports a state of a lakeFS repository.
   *
   * @param repository its name
   * @param ref which state
   * @param since what the destination is said to hold
   * @param destination as the user wrote it
   * @param options what else was chosen
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

    /** Does it, or lists what it would do. */
    public ExportReport exportBy(Exporter exporter, Consumer<PlannedAction> actions) {
      return lists ? ref.planBy(exporter, since, actions) : ref.exportBy(exporter, since);
    }
  }

  /**
   * Compares a destination with a commit.
   *
   * @param repository whose commit
   * @param destination as the user wrote it
   * @param options those that exports have too
   * @param chosen which commit, and how
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
   * Exports tables of a database.
   *
   * @param address of the database
   * @param destination as the user wrote it
   * @param postgres what of it
   * @param options what else was chosen
   * @param verbose whether to show causes and Spark's own log
   */
  record ExportRows(
      PostgresAddress address,
      String destination,
      PostgresOptions postgres,
      RowOptions options,
      boolean verbose)
      implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.exportRows(this);
    }
  }

  /**
   * Compares an export of rows with what was recorded of it.
   *
   * @param address of the database
   * @param destination as the user wrote it
   * @param exportId which export; the last that succeeded when empty
   * @param ledger where its records are, if not at the usual place
   * @param readsContent whether every value is read
   * @param verbose whether to show causes and Spark's own log
   */
  record VerifyRows(
      PostgresAddress address,
      String destination,
      Optional<String> exportId,
      Optional<Location> ledger,
      boolean readsContent,
      boolean verbose)
      implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.verifyRows(this);
    }
  }

  /** Which state of a repository. */
  sealed interface Ref {
    /** Exports it, to a destination that is said to hold something. */
    ExportReport exportBy(Exporter exporter, Since since);

    /** Tells what exporting it would do. */
    ExportReport planBy(Exporter exporter, Since since, Consumer<PlannedAction> actions);

    /** The committed head of a branch. */
    record Branch(String name) implements Ref {
      @Override
      public ExportReport exportBy(Exporter exporter, Since since) {
        return exporter.exportBranch(name, since);
      }

      @Override
      public ExportReport planBy(Exporter exporter, Since since, Consumer<PlannedAction> actions) {
        return exporter.planBranch(name, since, actions);
      }
    }

    /** A commit by its id. */
    record CommitId(String id) implements Ref {
      @Override
      public ExportReport exportBy(Exporter exporter, Since since) {
        return exporter.exportRef(id, since);
      }

      @Override
      public ExportReport planBy(Exporter exporter, Since since, Consumer<PlannedAction> actions) {
        return exporter.planRef(id, since, actions);
      }
    }

    /** Whatever lakeFS takes: a branch, a tag, a commit id, {@code main~1}. */
    record Any(String ref) implements Ref {
      @Override
      public ExportReport exportBy(Exporter exporter, Since since) {
        return exporter.exportRef(ref, since);
      }

      @Override
      public ExportReport planBy(Exporter exporter, Since since, Consumer<PlannedAction> actions) {
        return exporter.planRef(ref, since, actions);
      }
    }
  }

  /**
   * Tells what was exported to a destination.
   *
   * @param destination as the user wrote it
   * @param ledger where its records are, if not at the usual place
   * @param exportId which export to show in detail
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
   * Shows a first export.
   *
   * @param of what it exports
   * @param verbose whether to show causes and Spark's own log
   */
  record Demo(Of of, boolean verbose) implements Command {
    /** A sample that is exported. */
    public enum Of {
      /** A repository of an embedded lakeFS. */
      LAKEFS,
      /** A shop in an embedded Postgres. */
      POSTGRES
    }

    @Override
    public int runBy(Handler handler) {
      return handler.demo(this);
    }
  }

  /**
   * Serves an embedded lakeFS until the process is stopped.
   *
   * @param folder whose files to serve; nothing for the sample repository
   * @param port to listen on; 0 for any free one
   */
  record ServeSandbox(Optional<Path> folder, int port) implements Command {
    @Override
    public int runBy(Handler handler) {
      return handler.sandbox(this);
    }
  }
}
