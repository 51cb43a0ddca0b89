package io.spillway.cli;

import io.spillway.base.ByteSize;
import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.ledger.Retention;
import io.spillway.object.ReadMode;
import io.spillway.object.SourceAccess;
import io.spillway.object.copy.MetadataPolicy;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.request.Since;
import io.spillway.request.Webhook;
import io.spillway.store.Encryption;
import io.spillway.store.StorageClass;
import io.spillway.store.Writing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A parser of command lines. */
public final class CommandLine {
  private static final String LAKEFS = "lakefs://";
  private static final String LAST = "last";
  private static final char UNREADABLE = '\uFFFD';
  private static final int BAD_INPUT = SpillwayException.Kind.BAD_INPUT.exitCode();
  private static final int DEFAULT_SANDBOX_PORT = 8000;

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
    if (all.contains("--help")) {
      return new Command.Print(Help.of(all), 0);
    }
    if (all.contains("--version")) {
      return new Command.ShowVersion();
    }
    List<String> rest = all.subList(1, all.size());
    return switch (all.get(0)) {
      case "export" -> export(rest);
      case "status" -> status(Grammars.status().parse(rest));
      case "verify" -> RowsLine.isOne(rest) ? RowsLine.verify(rest) : VerifyLine.parse(rest);
      case "demo" -> demo(rest);
      case "sandbox" -> sandbox(Grammars.sandbox().parse(rest));
      default -> export(all);
    };
  }

  /**
   * Rejects an argument with a replacement character, by which Java marks bytes that it cannot
   * decode.
   */
  private static void checkText(String argument) {
    if (argument.indexOf(UNREADABLE) >= 0) {
      throw Grammar.badInput(
          "'"
              + argument
              + "' is not UTF-8, or the locale is not: set LC_ALL=C.UTF-8 where it was given so");
    }
  }

  private static Command demo(List<String> arguments) {
    boolean named = !arguments.isEmpty() && !arguments.get(0).startsWith("-");
    String name = named ? arguments.get(0) : "lakefs";
    Map<String, String> given =
        Grammars.demo().parse(named ? arguments.subList(1, arguments.size()) : arguments);
    return switch (name) {
      case "lakefs" -> new Command.Demo(Command.Demo.Of.LAKEFS, given.containsKey("verbose"));
      case "postgres" -> new Command.Demo(Command.Demo.Of.POSTGRES, given.containsKey("verbose"));
      default -> throw Grammar.badInput("There is no demo '" + name + "': give lakefs or postgres");
    };
  }

  private static Command export(List<String> arguments) {
    if (RowsLine.isOne(arguments)) {
      return RowsLine.export(arguments);
    }
    Map<String, String> given = Grammars.export().parse(arguments);
    String source = String.valueOf(given.get(Grammar.SOURCE));
    if (given.containsKey("list") && !given.containsKey("dry-run")) {
      throw Grammar.badInput("--list tells what --dry-run finds: give both, or neither");
    }
    return new Command.ExportRef(
        repository(source),
        ref(source, given),
        since(given),
        String.valueOf(given.get(Grammar.DESTINATION)),
        options(given),
        given.containsKey("list"),
        given.containsKey("verbose"));
  }

  private static Command status(Map<String, String> given) {
    return new Command.Status(
        String.valueOf(given.get(Grammar.DESTINATION)),
        ledger(given),
        Optional.ofNullable(given.get("export-id")),
        given.containsKey("verbose"));
  }

  static Optional<Location> ledger(Map<String, String> given) {
    return Optional.ofNullable(given.get("ledger")).map(ledger -> Location.parse(ledger).asRoot());
  }

  static String repository(String source) {
    String repository = source.startsWith(LAKEFS) ? repositoryOf(source) : source;
    if (repository.contains("://")) {
      throw Grammar.badInput(
          "'"
              + source
              + "' is no source: give a repository's name, lakefs://REPO/REF, or postgresql://HOST/DB");
    }
    return repository;
  }

  private static String repositoryOf(String source) {
    String rest = source.substring(LAKEFS.length());
    int slash = rest.indexOf('/');
    String repository = slash < 0 ? rest : rest.substring(0, slash);
    if (repository.isEmpty()) {
      throw Grammar.badInput("'" + source + "' names no repository: write it as lakefs://REPO/REF");
    }
    return repository;
  }

  static Optional<String> refOf(String source) {
    int slash = source.startsWith(LAKEFS) ? source.indexOf('/', LAKEFS.length()) : -1;
    return slash < 0 || slash == source.length() - 1
        ? Optional.empty()
        : Optional.of(source.substring(slash + 1));
  }

  private static Command.Ref ref(String source, Map<String, String> given) {
    Optional<Command.Ref> inSource = refOf(source).map(Command.Ref.Any::new);
    Optional<Command.Ref> branch =
        Optional.ofNullable(given.get("branch")).map(Command.Ref.Branch::new);
    Optional<Command.Ref> commit =
        Optional.ofNullable(given.get("commit_id")).map(Command.Ref.CommitId::new);
    List<Command.Ref> refs =
        List.of(inSource, branch, commit).stream().flatMap(Optional::stream).toList();
    if (refs.isEmpty()) {
      throw Grammar.badInput(
          "Nothing says which state to export: give --branch=B or --commit_id=C");
    }
    if (refs.size() > 1) {
      throw Grammar.badInput(
          "More than one thing says which state to export: give one of --branch, --commit_id and lakefs://REPO/REF");
    }
    return refs.get(0);
  }

  private static Since since(Map<String, String> given) {
    Since since = said(given);
    if (given.containsKey("mirror") && !(since instanceof Since.Unsaid)) {
      throw Grammar.badInput(
          "--mirror makes all of the destination equal to the commit, and --prev_commit_id and --since export a difference only: leave one out");
    }
    return since;
  }

  private static Since said(Map<String, String> given) {
    String previous = given.get("prev_commit_id");
    String since = given.get("since");
    if (since == null) {
      return previous == null ? new Since.Unsaid() : new Since.Commit(previous);
    }
    if (!since.equals(LAST)) {
      throw Grammar.badInput(
          "--since is '" + since + "': give last, or name a commit by --prev_commit_id=P");
    }
    if (previous != null) {
      throw Grammar.badInput(
          "--since and --prev_commit_id both say what the destination holds: give one of them");
    }
    return new Since.LastSuccess();
  }

  static ExportOptions options(Map<String, String> given) {
    ExportOptions defaults = ExportOptions.DEFAULT;
    return new ExportOptions(
        globs(given),
        defaults.filter(),
        defaults.parallelism(),
        number("max-concurrency", given, defaults.maxConcurrency()),
        metadata(given.getOrDefault("metadata", "strict")),
        read(given),
        access(given),
        writing(given),
        ledger(given),
        conduct(given),
        retention(given),
        Optional.ofNullable(given.get("notify")).map(Webhook::parse));
  }

  private static KeyGlobs globs(Map<String, String> given) {
    String filters = given.get(Grammar.FILTERS);
    return filters == null
        ? KeyGlobs.ALL
        : KeyGlobs.parse(List.of(filters.split(Grammar.SEPARATOR)));
  }

  private static ReadMode read(Map<String, String> given) {
    return Optional.ofNullable(given.get("read"))
        .map(mode -> ReadMode.parse("--read", mode))
        .orElse(ReadMode.AUTO);
  }

  private static SourceAccess access(Map<String, String> given) {
    SourceAccess access = SourceAccess.DEFAULT;
    if (given.containsKey("deny-imports")) {
      access = access.denyingImports();
    }
    String places = given.get("allow-source");
    if (places != null) {
      for (String place : places.split(Grammar.SEPARATOR)) {
        access = access.allowing(Location.parse(place));
      }
    }
    String folder = given.get("local-path");
    return folder == null ? access : access.withLocalPath(Path.of(folder));
  }

  static Writing writing(Map<String, String> given) {
    return new Writing(
        Optional.ofNullable(given.get("part-threshold"))
            .map(size -> ByteSize.parse("--part-threshold", size))
            .orElse(Writing.DEFAULT.partThreshold()),
        Optional.ofNullable(given.get("storage-class"))
            .map(name -> StorageClass.parse("--storage-class", name)),
        Optional.ofNullable(given.get("sse")).map(mode -> Encryption.parse("--sse", mode)),
        Optional.ofNullable(given.get("sse-kms-key-id")),
        !given.containsKey("no-fsync"));
  }

  private static Conduct conduct(Map<String, String> given) {
    return new Conduct(
        given.containsKey("dry-run"),
        !given.containsKey("no-resume"),
        given.containsKey("wait"),
        given.containsKey("force"),
        Optional.ofNullable(given.get("max-delete"))
            .map(MaxDelete::parse)
            .orElse(MaxDelete.DEFAULT),
        given.containsKey("mirror"));
  }

  static Retention retention(Map<String, String> given) {
    return new Retention(
        number("keep-exports", given, Retention.DEFAULT.exports()),
        number("keep-markers", given, Retention.DEFAULT.markers()));
  }

  private static MetadataPolicy metadata(String value) {
    return switch (value) {
      case "strict" -> MetadataPolicy.STRICT;
      case "drop-invalid" -> MetadataPolicy.DROP_INVALID;
      default ->
          throw Grammar.badInput("--metadata is '" + value + "': give strict or drop-invalid");
    };
  }

  private static Command sandbox(Map<String, String> given) {
    int port = number("port", given, DEFAULT_SANDBOX_PORT);
    if (port > 65_535) {
      throw Grammar.badInput("--port is " + port + ": there are none above 65535");
    }
    return new Command.ServeSandbox(Optional.ofNullable(given.get("import")).map(Path::of), port);
  }

  static int number(String option, Map<String, String> given, int otherwise) {
    String text = given.get(option);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw Grammar.badInput("--" + option + " is '" + text + "': give a whole number, 0 or more");
  }
}
