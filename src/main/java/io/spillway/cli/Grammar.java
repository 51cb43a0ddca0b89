package io.spillway.cli;

import io.spillway.base.SpillwayException;
import io.spillway.request.BadInput;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import scala.Function2;
import scala.collection.JavaConverters;
import scala.runtime.BoxedUnit;
import scala.util.Either;
import scopt.OptionDef;
import scopt.OptionParser;
import scopt.Read$;
import scopt.RenderingMode;

/**
 * The arguments and options of one command, parsed by scopt: their names, their help and their
 * syntax. Only this class uses Scala's types.
 */
final class Grammar {
  static final String SOURCE = "SOURCE";
  static final String DESTINATION = "DESTINATION";

  private final Parser parser;
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, Option<?>> options = new LinkedHashMap<>();
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

  /** Adds a positional argument. */
  Grammar argument(String name, String text) {
    arguments.add(name);
    entries.add(new Entry(section, name, text));
    parser.arg(name, Read$.MODULE$.stringRead()).action(put(name, "")).text(text);
    return this;
  }

  /** Adds options. */
  Grammar options(List<Option<?>> more) {
    more.forEach(this::option);
    return this;
  }

  /** Adds options. */
  Grammar options(Option<?>... more) {
    return options(List.of(more));
  }

  private void option(Option<?> option) {
    options.put(option.name(), option);
    entries.add(new Entry(section, option.written(), option.text()));
    switch (option.arity()) {
      case FLAG -> {
        var flag = parser.opt(option.name(), Read$.MODULE$.unitRead());
        flag.action((ignored, parsed) -> add(parsed, option.key(), "true")).text(option.text());
      }
      case ONE -> valued(option);
      case MANY -> valued(option).unbounded();
    }
  }

  private OptionDef<String, Map<String, List<String>>> valued(Option<?> option) {
    return parser
        .opt(option.name(), Read$.MODULE$.stringRead())
        .valueName(option.placeholder())
        .action(put(option.key(), option.prefix()))
        .text(option.text());
  }

  private static Function2<String, Map<String, List<String>>, Map<String, List<String>>> put(
      String key, String prefix) {
    return (value, parsed) -> add(parsed, key, prefix + value);
  }

  private static Map<String, List<String>> add(
      Map<String, List<String>> parsed, String key, String value) {
    parsed.computeIfAbsent(key, ignored -> new ArrayList<>()).add(value);
    return parsed;
  }

  /** Begins a section of the help; later entries belong to it. */
  Grammar section(String title) {
    section = title;
    parser.note("\n" + title);
    return this;
  }

  /** Returns all arguments and options in the order of the help. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Returns the lines of the help on arguments and options. */
  String help() {
    String usage = parser.usage();
    return usage.substring(usage.indexOf('\n') + 1).stripTrailing();
  }

  /**
   * Returns the lines of the help on the options of a section.
   *
   * @param title of the section
   */
  String helpOf(String title) {
    String help = help();
    int begin = help.indexOf("\n" + title + "\n");
    int end = help.indexOf("\n\n", begin + 1);
    return end < 0 ? help.substring(begin) : help.substring(begin, end + 1);
  }

  /**
   * Returns the values of the arguments and options.
   *
   * @throws SpillwayException (bad input) if the arguments do not match
   */
  Given parse(List<String> line) {
    Map<String, List<String>> parsed = new LinkedHashMap<>();
    scala.Option<Map<String, List<String>>> result =
        parser.parse(JavaConverters.asScalaBuffer(canonical(line)).toSeq(), parsed);
    if (result.isEmpty()) {
      throw BadInput.of(String.join("; ", parser.errors));
    }
    arguments.forEach(name -> requireValue(name, "", parsed.get(name)));
    options
        .values()
        .forEach(
            option ->
                requireValue("--" + option.name(), option.prefix(), parsed.get(option.key())));
    Map<String, String> positional = new LinkedHashMap<>();
    for (String name : arguments) {
      List<String> values = parsed.remove(name);
      if (values != null) {
        positional.put(name, values.get(0));
      }
    }
    OptionValues values = new OptionValues(parsed);
    values.get(Output.OPTION); // checked for every command with this option
    return new Given(positional, values);
  }

  private static void requireValue(String name, String prefix, @Nullable List<String> values) {
    if (values != null && values.contains(prefix)) {
      throw BadInput.of(name + " is empty");
    }
  }

  /**
   * Returns the arguments with canonical option names, in which dashes and underscores are equal.
   * Rejects an option that is given twice unless it is repeatable, and a flag with a value.
   */
  private List<String> canonical(List<String> line) {
    List<String> seen = new ArrayList<>();
    List<String> canonical = new ArrayList<>();
    for (String argument : line) {
      if (!argument.startsWith("--")) {
        canonical.add(argument);
        continue;
      }
      int end = argument.indexOf('=') < 0 ? argument.length() : argument.indexOf('=');
      Optional<Option<?>> option = find(argument.substring(2, end));
      String name = option.<String>map(Option::name).orElse(argument.substring(2, end));
      Option.Arity arity = option.<Option.Arity>map(Option::arity).orElse(Option.Arity.ONE);
      if (seen.contains(name) && arity != Option.Arity.MANY) {
        throw BadInput.of("--" + name + " is given twice");
      }
      if (arity == Option.Arity.FLAG && end < argument.length()) {
        // scopt would read --force=false as --force
        throw BadInput.of("--" + name + " takes no value: omit it to disable it");
      }
      seen.add(name);
      canonical.add("--" + name + argument.substring(end));
    }
    return canonical;
  }

  private Optional<Option<?>> find(String given) {
    return options.values().stream()
        .filter(option -> folded(option.name()).equals(folded(given)))
        .findFirst();
  }

  /** Returns whether a name, with dashes or underscores, is that of an option with a value. */
  boolean takesValue(String name) {
    return find(name).filter(option -> option.arity() != Option.Arity.FLAG).isPresent();
  }

  /** Returns whether the grammar has all options among the arguments. */
  boolean hasOptionsOf(List<String> line) {
    return line.stream()
        .filter(argument -> argument.startsWith("--"))
        .allMatch(argument -> find(argument.substring(2).replaceFirst("=.*", "")).isPresent());
  }

  private static String folded(String name) {
    return name.replace('-', '_');
  }

  /** A parser that collects errors instead of printing them, and never ends the process. */
  private static final class Parser extends OptionParser<Map<String, List<String>>> {
    private final List<String> errors = new ArrayList<>();

    Parser(String program) {
      super(program);
    }

    @Override
    public RenderingMode renderingMode() {
      return scopt.RenderingMode.TwoColumns$.MODULE$;
    }

    @Override
    public scala.Option<Object> showUsageOnError() {
      return scala.Option.apply(false);
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
