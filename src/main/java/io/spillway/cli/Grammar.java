package io.spillway.cli;

import io.spillway.SpillwayException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import scala.Option;
import scala.collection.JavaConverters;
import scala.runtime.BoxedUnit;
import scala.util.Either;
import scopt.OptionParser;
import scopt.Read$;
import scopt.RenderingMode;

/**
 * The options of one command, by scopt: what there is, what it is called in the help, and which
 * arguments fit. The only place where Scala's types have names.
 */
final class Grammar {
  static final String SOURCE = "SOURCE";
  static final String DESTINATION = "DESTINATION";
  private static final String OUTPUT = "output";

  /** Holds all globs, each with its sign, and a separator that no argument can hold between. */
  static final String FILTERS = "filters";

  static final String SEPARATOR = "\0";

  private static final Pattern USER = Pattern.compile("(?i)((?:https?|postgres(?:ql)?)://)\\S*@");
  private static final Pattern BEYOND_HOST = Pattern.compile("(?i)(https?://[^/?#\\s]*)[/?#]\\S+");

  private final Parser parser;
  private final List<String> names = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();
  private final List<String> repeatable = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  /**
   * What may be given.
   *
   * @param section that it stands in; empty for none
   * @param written as one writes it: {@code SOURCE}, {@code --branch=B}
   * @param text what it means
   */
  record Entry(String section, String written, String text) {}

  private String section = "";

  private Grammar(String usage) {
    this.parser = new Parser(usage);
  }

  static Grammar export() {
    Grammar grammar = new Grammar("spillway");
    grammar.argument(SOURCE, "REPO, or lakefs://REPO/REF with any branch, tag or commit");
    grammar.argument(
        DESTINATION, "s3://BUCKET/PREFIX or file:///DIR; a trailing slash makes no difference");
    grammar.section("lakeFS (REPO needs --branch or --commit_id; settings: lakefs.api.*)");
    grammar.option("branch", "B", "committed head of B");
    grammar.option("commit_id", "C", "this commit");
    grammar.option("prev_commit_id", "P", "only the changes since P");
    grammar.option("since", "last", "only the changes since the last success");
    grammar.filters();
    grammar.flag("mirror", "delete what the commit lacks");
    grammar.option("max-delete", "N|P%", "stop above this many deletes [50%]");
    grammar.option("read", "MODE", "auto|storage|presigned|lakefs [auto]");
    grammar.section("General");
    grammar.flag("dry-run", "plan only");
    grammar.flag("list", "with --dry-run: every action");
    grammar.flag("no-resume", "redo finished work");
    grammar.flag("wait", "wait for the lease instead of refusing");
    grammar.flag("force", "accept another base commit or other filters, or an unusable ledger");
    grammar.option("max-concurrency", "N", "requests per executor [64]");
    grammar.option("part-threshold", "S", "larger objects are copied in parts [128MiB]");
    grammar.keeping();
    grammar.option("metadata", "strict|drop-invalid", "user metadata that S3 cannot hold [strict]");
    grammar.ending();
    return grammar;
  }

  static Grammar exportRows() {
    Grammar grammar = new Grammar("spillway");
    grammar.argument(SOURCE, "postgresql://[USER@]HOST[:PORT]/DB, with ?sslmode=… and its like");
    grammar.argument(
        DESTINATION, "s3://BUCKET/PREFIX or file:///DIR; each export is a folder there");
    grammar.section("Postgres (password: PGPASSWORD, or ~/.pgpass)");
    grammar.repeated("export-only", "LIST", "db[.schema[.table]], globs; commas between [all]");
    grammar.repeated("where", "T=PREDICATE", "only rows of table T for which that holds");
    grammar.repeated("columns", "T=A,B", "only these columns of table T");
    grammar.option("target-file-size", "S", "about so much is read for one file [256MiB]");
    grammar.option("compression", "C", "zstd|snappy|gzip|uncompressed [zstd]");
    grammar.option("max-connections", "N", "to the server, for the whole export [8]");
    grammar.flag("skip-unreadable", "list what cannot be exported, and skip it");
    grammar.option("numeric", "T", "decimal(P,S) for numbers of no declared precision [string]");
    grammar.option("password-command", "CMD", "prints the password; asked for each connection");
    grammar.option("export-id", "ID", "name of the export's folder [generated]");
    grammar.section("General");
    grammar.flag("dry-run", "plan only");
    grammar.flag("wait", "wait for the lease instead of refusing");
    grammar.option("max-concurrency", "N", "requests to the store per executor [64]");
    grammar.keeping();
    grammar.ending();
    return grammar;
  }

  static Grammar verifyRows() {
    Grammar grammar = new Grammar("spillway verify");
    grammar.argument(SOURCE, "postgresql://HOST[:PORT]/DB; it is not asked");
    grammar.argument(DESTINATION, "what was exported to");
    grammar.option("export-id", "ID", "verify this export [the last that succeeded]");
    grammar.flag("read-content", "read every value, not only what footers say");
    grammar.option("ledger", "LOCATION", "where the ledger is kept [DESTINATION/_spillway]");
    grammar.output();
    grammar.flag("verbose", "causes of errors, and Spark's own log");
    return grammar;
  }

  static Grammar status() {
    Grammar grammar = new Grammar("spillway status");
    grammar.argument(DESTINATION, "what was exported to");
    grammar.option("export-id", "ID", "one export in detail");
    grammar.option("ledger", "LOCATION", "where its ledger is kept [DESTINATION/_spillway]");
    grammar.output();
    grammar.flag("verbose", "causes of errors");
    return grammar;
  }

  static Grammar verify() {
    Grammar grammar = new Grammar("spillway verify");
    grammar.argument(SOURCE, "REPO, or lakefs://REPO/REF with any branch, tag or commit");
    grammar.argument(DESTINATION, "what was exported to");
    grammar.option("commit_id", "C", "compare with this commit [the last exported]");
    grammar.flag("read-content", "read every byte there, not only what its listing says");
    grammar.flag("list", "print all differences, as JSON Lines");
    grammar.filters();
    grammar.option("read", "MODE", "auto|storage|presigned|lakefs [auto]");
    grammar.option("max-concurrency", "N", "requests per executor [64]");
    grammar.option("ledger", "LOCATION", "where the ledger is kept [DESTINATION/_spillway]");
    grammar.output();
    grammar.flag("verbose", "causes of errors, and Spark's own log");
    return grammar;
  }

  static Grammar demo() {
    Grammar grammar = new Grammar("spillway demo");
    grammar.output();
    grammar.flag("verbose", "causes of errors, and Spark's own log");
    return grammar;
  }

  static Grammar sandbox() {
    Grammar grammar = new Grammar("spillway sandbox");
    grammar.option("import", "DIR", "serve the files of DIR [a sample repository]");
    grammar.option("port", "N", "listen on this port of the loopback [8000]");
    grammar.output();
    return grammar;
  }

  /** How a store keeps what any export writes. */
  private void keeping() {
    option("sse", "MODE", "AES256|aws:kms|aws:kms:dsse, of all that is written");
    option("sse-kms-key-id", "K", "the key for it [the account's]");
    option("storage-class", "C", "of the data [STANDARD]");
  }

  /** What stays of any export, and who is told of it. */
  private void ending() {
    option("keep-exports", "N", "records of exports that stay [10]");
    option("keep-markers", "N", "SUCCESS markers that stay [10]");
    option("ledger", "LOCATION", "where the ledger is kept [DESTINATION/_spillway]");
    option("notify", "URL", "post the record there when the export has ended");
    output();
    flag("verbose", "causes of errors, and Spark's own log");
  }

  private void filters() {
    filter("include", '+', "only keys that match a glob; may be repeated, the last match wins");
    filter("exclude", '-', "not keys that match a glob; * within a segment, ** across");
  }

  /** What may be given often; all of them together are one value, in their order. */
  private void filter(String name, char sign, String text) {
    names.add(name);
    repeatable.add(name);
    entry("--" + name + "=G", text);
    parser
        .opt(name, Read$.MODULE$.stringRead())
        .unbounded()
        .valueName("G")
        .action(
            (value, parsed) -> {
              if (value.isEmpty()) {
                parsed.put(name, value);
              } else {
                parsed.merge(FILTERS, sign + value, (first, next) -> first + SEPARATOR + next);
              }
              return parsed;
            })
        .text(text);
  }

  /** What may be given often; all of it is one value. */
  private void repeated(String name, String value, String text) {
    names.add(name);
    repeatable.add(name);
    entry("--" + name + "=" + value, text);
    parser
        .opt(name, Read$.MODULE$.stringRead())
        .unbounded()
        .valueName(value)
        .action(
            (one, parsed) -> {
              parsed.merge(name, one, (first, next) -> first + SEPARATOR + next);
              return parsed;
            })
        .text(text);
  }

  private void output() {
    option(OUTPUT, "text|json", "of results, on standard output [text]");
  }

  /** All that may be given, in the order of the help. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }

  private void entry(String written, String text) {
    entries.add(new Entry(section, written, text));
  }

  private void argument(String name, String text) {
    entry(name, text);
    parser.arg(name, Read$.MODULE$.stringRead()).action(put(name)).text(text);
  }

  private void option(String name, String value, String text) {
    names.add(name);
    entry("--" + name + "=" + value, text);
    parser.opt(name, Read$.MODULE$.stringRead()).valueName(value).action(put(name)).text(text);
  }

  private void flag(String name, String text) {
    names.add(name);
    flags.add(name);
    entry("--" + name, text);
    parser
        .opt(name, Read$.MODULE$.unitRead())
        .action(
            (ignored, parsed) -> {
              parsed.put(name, "true");
              return parsed;
            })
        .text(text);
  }

  private void section(String title) {
    section = title;
    parser.note("\n" + title);
  }

  private static scala.Function2<String, Map<String, String>, Map<String, String>> put(
      String name) {
    return (value, parsed) -> {
      parsed.put(name, value);
      return parsed;
    };
  }

  /** The lines of the help on arguments and options. */
  String help() {
    String usage = parser.usage();
    return usage.substring(usage.indexOf('\n') + 1).stripTrailing();
  }

  /**
   * The arguments by their names.
   *
   * @throws SpillwayException (bad input) when they do not fit
   */
  Map<String, String> parse(List<String> arguments) {
    Map<String, String> parsed = new LinkedHashMap<>();
    Option<Map<String, String>> result =
        parser.parse(JavaConverters.asScalaBuffer(canonical(arguments)).toSeq(), parsed);
    if (result.isEmpty()) {
      throw badInput(String.join("; ", parser.errors));
    }
    parsed.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            throw badInput((names.contains(name) ? "--" : "") + name + " is empty");
          }
        });
    Output.check(parsed.getOrDefault(OUTPUT, "text"));
    return parsed;
  }

  /**
   * Dashes and underscores are equal in the names of options; nothing is said twice, and flags have
   * no values.
   */
  private List<String> canonical(List<String> arguments) {
    List<String> seen = new ArrayList<>();
    List<String> canonical = new ArrayList<>();
    for (String argument : arguments) {
      if (!argument.startsWith("--")) {
        canonical.add(argument);
        continue;
      }
      int end = argument.indexOf('=') < 0 ? argument.length() : argument.indexOf('=');
      String given = argument.substring(2, end);
      String name =
          names.stream()
              .filter(known -> folded(known).equals(folded(given)))
              .findFirst()
              .orElse(given);
      if (seen.contains(name) && !repeatable.contains(name)) {
        throw badInput("--" + name + " is given twice");
      }
      if (flags.contains(name) && end < argument.length()) {
        // scopt would take --force=false for --force
        throw badInput("--" + name + " takes no value: leave it out when it should not hold");
      }
      seen.add(name);
      canonical.add("--" + name + argument.substring(end));
    }
    return canonical;
  }

  private static String folded(String name) {
    return name.replace('-', '_');
  }

  /** Bad input, in a sentence without its full stop; of web addresses it shows only the hosts. */
  static SpillwayException badInput(String what) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        withoutTokens(what) + ". See spillway --help for what there is.");
  }

  /** What is mistyped may be the address to notify, and have a token in it. */
  private static String withoutTokens(String text) {
    return BEYOND_HOST.matcher(USER.matcher(text).replaceAll("$1")).replaceAll("$1/…");
  }

  /** Collects errors instead of printing them, and never ends the process. */
  private static final class Parser extends OptionParser<Map<String, String>> {
    private final List<String> errors = new ArrayList<>();

    Parser(String program) {
      super(program);
    }

    @Override
    public RenderingMode renderingMode() {
      return scopt.RenderingMode.TwoColumns$.MODULE$;
    }

    @Override
    public Option<Object> showUsageOnError() {
      return Option.apply(false);
    }

    @Override
    public void reportError(String message) {
      errors.add(message);
    }

    @Override
    public void reportWarning(String message) {
      errors.add(message);
    }

    @Override
    public void terminate(Either<String, BoxedUnit> exitState) {
      throw new IllegalStateException("Help and version are not scopt's");
    }
  }
}
