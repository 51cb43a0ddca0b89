package io.spillway.cli;

import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments and options of a command line.
 *
 * @param arguments the positional arguments by their names
 * @param options all options
 */
record Given(Map<String, String> arguments, OptionValues options) {
  String source() {
    return String.valueOf(arguments.get(Grammar.SOURCE));
  }

  Optional<String> optionalSource() {
    return Optional.ofNullable(arguments.get(Grammar.SOURCE));
  }

  String destination() {
    return String.valueOf(arguments.get(Grammar.DESTINATION));
  }

  <T> T get(Option<T> option) {
    return options.get(option);
  }

  /** Returns whether to show causes and Spark's own log. */
  boolean verbose() {
    return get(CommonOptions.VERBOSE);
  }
}
