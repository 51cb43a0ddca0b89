package io.spillway.cli;

import io.spillway.base.SpillwayException;
import io.spillway.demo.Demos;
import io.spillway.export.ExportOptions;
import io.spillway.request.BadInput;
import io.spillway.request.Conduct;
import io.spillway.request.SharedOptions;
import io.spillway.request.Since;
import io.spillway.source.SourceProvider;
import io.spillway.source.Sources;
import io.spillway.source.lakefs.LakeFsOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A parser of command lines. */
public final class CommandLine {
  static final String LAKEFS = "lakefs://";

  private static final char UNREADABLE = '\uFFFD';
  private static final int BAD_INPUT = SpillwayException.Kind.BAD_INPUT.exitCode();
  private static final int LAST_PORT = 65_535;
  private static final String FIRST_DEMO = "lakefs";

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
      return new Command.Print(Help.overview(), 0);
    }
    if (Misspelled.isVersion(all)) {
      return new Command.ShowVersion();
    }
    if (all.contains("--help")) {
      return new Command.Print(Help.of(all), 0);
    }
    if (all.contains("--version")) {
      return new Command.ShowVersion();
    }
    Misspelled.check(all);
    List<String> rest = all.subList(1, all.size());
    return switch (all.get(0)) {
      case "export" -> export(rest);
      case "status" -> status(Grammars.status().parse(rest));
      case "verify" -> verify(rest);
      case "demo" -> demo(rest);
      case "sandbox" -> sandbox(Grammars.sandbox().parse(rest));
      default -> export(all);
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

  private static Command demo(List<String> arguments) {
    boolean named = !arguments.isEmpty() && !arguments.get(0).startsWith("-");
    String name = named ? arguments.get(0) : FIRST_DEMO;
    Given given = Grammars.demo().parse(named ? arguments.subList(1, arguments.size()) : arguments);
    if (Demos.find(name).isEmpty()) {
      throw BadInput.of(
          "There is no demo '" + name + "': give " + String.join(" or ", Demos.names()));
    }
    return new Command.Demo(name, given.verbose());
  }

  private static Command verify(List<String> arguments) {
    Optional<SourceProvider> rows = RowsLine.source(arguments);
    if (rows.isPresent()) {
      return RowsLine.verify(rows.get(), arguments);
    }
    return RowsLine.namesDestinationOnly(arguments)
        ? RowsLine.verifyRecorded(arguments)
        : VerifyLine.parse(arguments);
  }

  private static Command export(List<String> arguments) {
    Optional<SourceProvider> rows = RowsLine.source(arguments);
    if (rows.isPresent()) {
      return RowsLine.export(rows.get(), arguments);
    }
    Given given = Grammars.export().parse(arguments);
    if (given.get(LakeFsOptions.LIST) && !given.get(SharedOptions.DRY_RUN)) {
      throw BadInput.of("--list tells what --dry-run finds: give both, or neither");
    }
    return new Command.ExportRef(
        repository(given.source()),
        ref(given),
        since(given),
        given.destination(),
        options(given),
        given.get(LakeFsOptions.LIST),
        given.verbose());
  }

  private static Command status(Given given) {
    return new Command.Status(
        given.destination(),
        given.get(SharedOptions.LEDGER),
        given.get(Grammars.EXPORT_ID),
        given.verbose());
  }

  static String repository(String source) {
    String repository = source.startsWith(LAKEFS) ? repositoryOf(source) : source;
    if (repository.contains("://")) {
      throw BadInput.of(
          "'"
              + source
              + "' is no source: give a repository's name, lakefs://REPO/REF, or "
              + Sources.examples()
              + Sources.unloaded());
    }
    return repository;
  }

  private static String repositoryOf(String source) {
    String rest = source.substring(LAKEFS.length());
    int slash = rest.indexOf('/');
    String repository = slash < 0 ? rest : rest.substring(0, slash);
    if (repository.isEmpty()) {
      throw BadInput.of("'" + source + "' names no repository: write it as lakefs://REPO/REF");
    }
    return repository;
  }

  static Optional<String> refOf(String source) {
    int slash = source.startsWith(LAKEFS) ? source.indexOf('/', LAKEFS.length()) : -1;
    return slash < 0 || slash == source.length() - 1
        ? Optional.empty()
        : Optional.of(source.substring(slash + 1));
  }

  private static Command.Ref ref(Given given) {
    Optional<Command.Ref> inSource = refOf(given.source()).map(Command.Ref.Any::new);
    Optional<Command.Ref> branch = given.get(LakeFsOptions.BRANCH).map(Command.Ref.Branch::new);
    Optional<Command.Ref> commit =
        given.get(LakeFsOptions.COMMIT_ID).map(Command.Ref.CommitId::new);
    List<Command.Ref> refs =
        List.of(inSource, branch, commit).stream().flatMap(Optional::stream).toList();
    if (refs.isEmpty()) {
      throw BadInput.of("Nothing says which state to export: give --branch=B or --commit_id=C");
    }
    if (refs.size() > 1) {
      throw BadInput.of(
          "More than one thing says which state to export: give one of --branch, --commit_id and lakefs://REPO/REF");
    }
    return refs.get(0);
  }

  private static Since since(Given given) {
    Since since = said(given);
    if (given.get(LakeFsOptions.MIRROR) && !(since instanceof Since.Unsaid)) {
      throw BadInput.of(
          "--mirror makes all of the destination equal to the commit, and --prev_commit_id and --since export a difference only: leave one out");
    }
    return since;
  }

  private static Since said(Given given) {
    Optional<String> previous = given.get(LakeFsOptions.PREV_COMMIT_ID);
    if (given.get(LakeFsOptions.SINCE).isEmpty()) {
      return previous.<Since>map(Since.Commit::new).orElseGet(Since.Unsaid::new);
    }
    if (previous.isPresent()) {
      throw BadInput.of(
          "--since and --prev_commit_id both say what the destination holds: give one of them");
    }
    return new Since.LastSuccess();
  }

  static ExportOptions options(Given given) {
    ExportOptions defaults = ExportOptions.DEFAULT;
    return new ExportOptions(
        given.get(LakeFsOptions.INCLUDE),
        defaults.filter(),
        defaults.parallelism(),
        given.get(SharedOptions.MAX_CONCURRENCY),
        given.get(SharedOptions.RETRY_FOR),
        given.get(LakeFsOptions.METADATA),
        given.get(LakeFsOptions.READ),
        LakeFsOptions.access(given.options()),
        SharedOptions.writing(given.options()),
        given.get(SharedOptions.LEDGER),
        conduct(given),
        SharedOptions.retention(given.options()),
        given.get(SharedOptions.NOTIFY));
  }

  private static Conduct conduct(Given given) {
    return new Conduct(
        given.get(SharedOptions.DRY_RUN),
        !given.get(LakeFsOptions.NO_RESUME),
        given.get(SharedOptions.WAIT),
        given.get(LakeFsOptions.FORCE),
        given.get(LakeFsOptions.MAX_DELETE),
        given.get(LakeFsOptions.MIRROR));
  }

  private static Command sandbox(Given given) {
    int port = given.get(Grammars.PORT);
    if (port > LAST_PORT) {
      throw BadInput.of("--port is " + port + ": there are none above " + LAST_PORT);
    }
    return new Command.ServeSandbox(given.get(Grammars.IMPORT), port);
  }
}
