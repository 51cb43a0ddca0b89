package io.spillway.cli;

import io.spillway.base.SpillwayException;
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
 * The arguments and options of one command, parsed by scopt: their names, their help and their
 * syntax. This is the only class that names Scala's types.
 */
final class Grammar {
  static final String SOURCE = "SOURCE";
  static final String DESTINATION = "DESTINATION";
  static final String OUTPUT = "output";

  /**
   * The name of the value that contains all globs, each with its sign, joined by a separator that
   * no argument can contain.
   */
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
   * An argument or option.
   *
   * @param section of the help; empty for none
   * @param written as on a command line: {@code SOURCE}, {@code --branch=B}
   * @param text its description
   */
  record Entry(String section, String written, String text) {}

  private String section = "";

  /** Creates a grammar without arguments and options. */
  Grammar(String usage) {
    this.parser = new Parser(usage);
  }

  /**
   * Adds a repeatable option of which each value has a sign. The values of all such options form
   * one value, in their order.
   */
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

  /** Adds a repeatable option whose values form one value. */
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

  /** Returns all arguments and options in the order of the help. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }

  private void entry(String written, String text) {
    entries.add(new Entry(section, written, text));
  }

  /** Adds a positional argument. */
  void argument(String name, String text) {
    entry(name, text);
    parser.arg(name, Read$.MODULE$.stringRead()).action(put(name)).text(text);
  }

  /** Adds an option with a value. */
  void option(String name, String value, String text) {
    names.add(name);
    entry("--" + name + "=" + value, text);
    parser.opt(name, Read$.MODULE$.stringRead()).valueName(value).action(put(name)).text(text);
  }

  /** Adds an option without a value. */
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

  /** Begins a section of the help; later entries belong to it. */
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

  /** Returns the lines of the help on arguments and options. */
  String help() {
    String usage = parser.usage();
    return usage.substring(usage.indexOf('\n') + 1).stripTrailing();
  }

  /**
   * Returns the values of the arguments and options by name.
   *
   * @throws SpillwayException (bad input) if the arguments do not match
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
   * Returns the arguments with canonical option names, in which dashes and underscores are equal.
   * Rejects an option that is given twice unless it is repeatable, and a flag with a value.
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
        // scopt would read --force=false as --force
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

  /**
   * Returns an error for bad input, with only the hosts of web addresses in its message.
   *
   * @param what a sentence without its full stop
   */
  static SpillwayException badInput(String what) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        withoutTokens(what) + ". See spillway --help for what there is.");
  }

  /**
   * Removes users and paths from URLs, because a mistyped argument may be a webhook's URL with a
   * token.
   */
  private static String withoutTokens(String text) {
    return BEYOND_HOST.matcher(USER.matcher(text).replaceAll("$1")).replaceAll("$1/…");
  }

  /** A parser that collects errors instead of printing them, and never ends the process. */
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
