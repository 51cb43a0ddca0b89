package io.spillway.cli;

import io.spillway.source.SourceProvider;
import io.spillway.source.Sources;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a command line that are neither options nor their values. */
final class Positionals {
  private Positionals() {}

  static List<String> of(List<String> arguments) {
    List<String> positionals = new ArrayList<>();
    boolean isValue = false;
    for (String argument : arguments) {
      boolean isOption = !isValue && argument.startsWith("-");
      if (!isOption && !isValue) {
        positionals.add(argument);
      }
      isValue = isOption && takesValue(argument);
    }
    return positionals;
  }

  /**
   * Returns the provider of the source, which is the first of them, or that of names if it has no
   * known scheme or is missing.
   */
  static SourceProvider provider(List<String> arguments) {
    return of(arguments).stream()
        .findFirst()
        .flatMap(Sources::find)
        .orElseGet(() -> Sources.all().get(0));
  }

  private static boolean takesValue(String option) {
    return option.startsWith("--")
        && option.indexOf('=') < 0
        && Help.pages().stream()
            .anyMatch(page -> page.grammar().get().takesValue(option.substring(2)));
  }
}
