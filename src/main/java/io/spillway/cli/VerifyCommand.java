package io.spillway.cli;

import io.spillway.base.ExitCode;
import io.spillway.base.GivenLocation;
import io.spillway.export.ObjectRequests;
import io.spillway.export.Requests;
import io.spillway.report.VerifyReport;
import io.spillway.request.Origin;
import io.spillway.request.VerifyRequest;
import io.spillway.rows.destination.Destinations;
import io.spillway.source.Content;
import io.spillway.source.SourceProvider;
import io.spillway.source.Sources;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command {@code spillway verify}: a comparison of exported objects with their source, or of
 * exported rows with their record.
 *
 * @param request with valid options
 * @param verbose whether to show causes and Spark's own log
 */
public record VerifyCommand(VerifyRequest request, boolean verbose) implements Command {
  static final String NAME = "verify";

  /** Returns a page for each kind of content. */
  static List<Help.Page> pages() {
    return Stream.of(Content.values())
        .flatMap(content -> Sources.all().stream().filter(one -> one.content() == content).limit(1))
        .map(VerifyCommand::page)
        .toList();
  }

  static Help.Page page(SourceProvider provider) {
    return switch (provider.content()) {
      case OBJECTS ->
          new Help.Page(
              NAME,
              "spillway verify SOURCE DESTINATION "
                  + provider.verifyOptions().stream()
                      .map(option -> "[" + option.written() + "] ")
                      .collect(Collectors.joining())
                  + "[--read-content] [--list]",
              "Compares a destination with a commit, by default the last that was exported there.",
              () -> grammar(Optional.of(provider)));
      case ROWS ->
          new Help.Page(
              NAME + " rows",
              "spillway verify [SOURCE] DESTINATION [--export-id=ID] [--read-content]",
              "Compares an export of rows with what was recorded as they were read.",
              () -> grammar(Optional.of(provider)));
    };
  }

  private static Grammar grammar(Optional<SourceProvider> provider) {
    Grammar grammar = new Grammar("spillway verify");
    provider.ifPresent(one -> grammar.argument(Grammar.SOURCE, source(one)));
    grammar
        .argument(Grammar.DESTINATION, CommonOptions.EXPORTED)
        .options(Requests.verifyOptions(provider));
    if (provider.map(SourceProvider::content).orElse(Content.ROWS) == Content.ROWS) {
      Destinations.all().forEach(destination -> grammar.options(destination.options()));
    }
    return grammar.options(CommonOptions.SHOWING);
  }

  private static String source(SourceProvider provider) {
    return switch (provider.content()) {
      case OBJECTS -> provider.help().argument();
      case ROWS -> "what was exported, which is not asked; may be left out";
    };
  }

  static Command parse(List<String> arguments) {
    Optional<SourceProvider> provider =
        namesDestinationOnly(arguments)
            ? Optional.empty()
            : Optional.of(Positionals.provider(arguments));
    Given given = grammar(provider).parse(arguments);
    VerifyRequest request =
        new VerifyRequest(
            given.optionalSource(),
            given.destination(),
            CommonOptions.ofWork(given),
            Origin.COMMAND_LINE);
    Requests.check(request);
    return new VerifyCommand(request, given.verbose());
  }

  /** Returns whether the only argument is a location, whose ledger knows the source. */
  private static boolean namesDestinationOnly(List<String> arguments) {
    List<String> positionals = Positionals.of(arguments);
    return positionals.size() == 1
        && isLocation(positionals.get(0))
        && Sources.find(positionals.get(0)).isEmpty()
        && grammar(Optional.empty()).hasOptionsOf(arguments);
  }

  private static boolean isLocation(String argument) {
    return argument.contains("://")
        || argument.startsWith("file:")
        || GivenLocation.isPath(argument);
  }

  @Override
  public int run(CommandContext context) {
    Destinations.check(request.destination()); // obvious errors are reported before Spark starts
    Optional<SourceProvider> provider = request.source().map(Sources::require);
    boolean lists = request.options().get(ObjectRequests.LIST_DIFFERENCES);
    Terminal terminal = context.terminal();
    VerifyReport report =
        context.onSpark(
            "spillway verify " + request.source().map(this::name).orElse("rows"),
            verbose,
            () -> provider.ifPresent(SourceProvider::warmUp),
            session ->
                lists
                    ? session.verify(request, terminal.progress(), terminal::line)
                    : session.verify(request, terminal.progress()));
    terminal.report(report, lists);
    return ExitCode.ofEqual(report.isEqual()).code();
  }

  private String name(String source) {
    return Sources.require(source).nameOf(source);
  }
}
