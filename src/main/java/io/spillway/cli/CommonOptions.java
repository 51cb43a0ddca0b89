package io.spillway.cli;

import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import java.util.List;

/** The options and texts that several commands share. */
final class CommonOptions {
  static final Option<Boolean> VERBOSE =
      Option.flag("verbose", "causes of errors, and Spark's own log");

  /** The options for printing, which do not change the work. */
  static final List<Option<?>> SHOWING = List.of(Output.OPTION, VERBOSE);

  static final String EXPORTED = "what was exported to";

  private CommonOptions() {}

  /** Returns the options of the work itself. */
  static OptionValues ofWork(Given given) {
    return given.options().without(SHOWING);
  }
}
