package io.spillway.cli;

import io.spillway.base.GivenLocation;
import io.spillway.export.RowRequests;
import io.spillway.request.ExportRequest;
import io.spillway.request.OptionValues;
import io.spillway.request.Origin;
import io.spillway.request.VerifyRequest;
import io.spillway.source.SourceProvider;
import io.spillway.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A parser of the command lines that export rows and verify them. */
final class RowsLine {
  private RowsLine() {}

  /** Returns the provider of the source among the arguments, if it is a source of rows. */
  static Optional<SourceProvider> source(List<String> arguments) {
    return arguments.stream().anyMatch(argument -> Sources.find(argument).isPresent())
        ? positional(arguments).stream().findFirst().flatMap(Sources::find)
        : Optional.empty();
  }

  /** Returns whether the only argument is a location, whose ledger knows the source. */
  static boolean namesDestinationOnly(List<String> arguments) {
    List<String> positional = positional(arguments);
    return positional.size() == 1
        && isLocation(positional.get(0))
        && !positional.get(0).startsWith(CommandLine.LAKEFS)
        && Grammars.verifyRecorded().hasOptionsOf(arguments);
  }

  private static boolean isLocation(String argument) {
    return argument.contains("://")
        || argument.startsWith("file:")
        || GivenLocation.isPath(argument);
  }

  /** Returns the arguments that are neither options nor their values. */
  private static List<String> positional(List<String> arguments) {
    List<String> positional = new ArrayList<>();
    boolean isValue = false;
    for (String argument : arguments) {
      boolean isOption = !isValue && argument.startsWith("-");
      if (!isOption && !isValue) {
        positional.add(argument);
      }
      isValue = isOption && takesValue(argument);
    }
    return positional;
  }

  private static boolean takesValue(String option) {
    return option.startsWith("--")
        && option.indexOf('=') < 0
        && Help.pages().stream()
            .anyMatch(page -> page.grammar().get().takesValue(option.substring(2)));
  }

  static Command export(SourceProvider provider, List<String> arguments) {
    Given given = Grammars.exportRows(provider).parse(arguments);
    ExportRequest request =
        new ExportRequest(
            given.source(),
            given.destination(),
            withoutShowing(given.options()),
            Origin.COMMAND_LINE);
    RowRequests.check(provider, request);
    return new Command.ExportRows(request, given.verbose());
  }

  static Command verify(SourceProvider provider, List<String> arguments) {
    Given given = Grammars.verifyRows().parse(arguments);
    provider.nameOf(given.source());
    return verify(Optional.of(given.source()), given);
  }

  static Command verifyRecorded(List<String> arguments) {
    return verify(Optional.empty(), Grammars.verifyRecorded().parse(arguments));
  }

  private static Command verify(Optional<String> source, Given given) {
    VerifyRequest request =
        new VerifyRequest(source, given.destination(), withoutShowing(given.options()));
    RowRequests.check(request);
    return new Command.VerifyRows(request, given.verbose());
  }

  /** Returns the options of the work itself, which do not depend on what is printed. */
  private static OptionValues withoutShowing(OptionValues options) {
    return options.without(List.of(Output.OPTION, Grammars.VERBOSE));
  }
}
