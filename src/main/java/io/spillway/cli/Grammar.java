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
  static final String OUTPUT = "output";

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

  /** Of a command that takes nothing yet. */
  Grammar(String usage) {
    this.parser = new Parser(usage);
  }

  /** What may be given often; all of them together are one value, in their order. */
  void filter(String name, char sign, String text) {
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
  void repeated(String name, String value, String text) {
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

  /** All that may be given, in the order of the help. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }

  private void entry(String written, String text) {
    entries.add(new Entry(section, written, text));
  }

  /** An argument by its place. */
  void argument(String name, String text) {
    entry(name, text);
    parser.arg(name, Read$.MODULE$.stringRead()).action(put(name)).text(text);
  }

  /** An option that has a value. */
  void option(String name, String value, String text) {
    names.add(name);
    entry("--" + name + "=" + value, text);
    parser.opt(name, Read$.MODULE$.stringRead()).valueName(value).action(put(name)).text(text);
  }

  /** An option that has none. */
  void flag(String name, String text) {
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

  /** What comes next stands under a title of its own. */
  void section(String title) {
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
