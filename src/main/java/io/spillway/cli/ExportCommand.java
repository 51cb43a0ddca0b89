package io.spillway.cli;

import io.spillway.base.ExitCode;
import io.spillway.export.Requests;
import io.spillway.report.ExportReport;
import io.spillway.request.ExportRequest;
import io.spillway.request.Origin;
import io.spillway.request.SharedOptions;
import io.spillway.request.Webhook;
import io.spillway.rows.destination.Destinations;
import io.spillway.source.Content;
import io.spillway.source.ObjectSourceOptions;
import io.spillway.source.SourceHelp;
import io.spillway.source.SourceProvider;
import io.spillway.source.Sources;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command {@code spillway export}, whose name may be omitted: an export of any source.
 *
 * @param request with valid options
 * @param verbose whether to show causes and Spark's own log
 */
public record ExportCommand(ExportRequest request, boolean verbose) implements Command {
  static final String NAME = "export";
  static final String GENERAL = "General";

  /** Returns a page for each kind of source. */
  static List<Help.Page> pages() {
    return Sources.all().stream().map(ExportCommand::page).toList();
  }

  static Help.Page page(SourceProvider provider) {
    SourceHelp help = provider.help();
    return new Help.Page(
        provider.servesNames() ? NAME : NAME + " " + help.name(),
        "spillway [export] " + help.usage() + " DESTINATION [options]",
        help.purpose(),
        () -> grammar(provider));
  }

  static Grammar grammar(SourceProvider provider) {
    Grammar grammar =
        new Grammar("spillway")
            .argument(Grammar.SOURCE, provider.help().argument())
            .argument(Grammar.DESTINATION, destination(provider))
            .section(provider.help().section())
            .options(provider.options());
    if (provider.content() == Content.ROWS) {
      Destinations.all().stream()
          .filter(destination -> !destination.options().isEmpty())
          .forEach(
              destination ->
                  grammar.section(destination.help().section()).options(destination.options()));
    }
    return grammar
        .section(GENERAL)
        .options(Requests.general(provider.content()))
        .options(CommonOptions.SHOWING);
  }

  private static String destination(SourceProvider provider) {
    return "s3://BUCKET/PREFIX or file:///DIR; "
        + switch (provider.content()) {
          case OBJECTS -> "a trailing slash makes no difference";
          case ROWS -> "each export is a folder there" + otherDestinations();
        };
  }

  private static String otherDestinations() {
    return Destinations.all().stream()
        .map(destination -> "; or " + destination.help().example())
        .collect(Collectors.joining());
  }

  static Command parse(List<String> arguments) {
    Given given = grammar(Positionals.provider(arguments)).parse(arguments);
    ExportRequest request =
        new ExportRequest(
            given.source(), given.destination(), CommonOptions.ofWork(given), Origin.COMMAND_LINE);
    Requests.check(request);
    return new ExportCommand(request, given.verbose());
  }

  @Override
  public int run(CommandContext context) {
    Destinations.check(request.destination()); // obvious errors are reported before Spark starts
    request.options().get(SharedOptions.NOTIFY).ifPresent(Webhook::hide);
    SourceProvider provider = Sources.require(request.source());
    Terminal terminal = context.terminal();
    ExportReport report =
        context.onSpark(
            "spillway " + provider.nameOf(request.source()),
            verbose,
            provider::warmUp,
            session ->
                request.options().get(ObjectSourceOptions.LIST)
                    ? session.plan(request, terminal.progress(), terminal.actions())
                    : session.export(request, terminal.progress()));
    terminal.report(report);
    return ExitCode.DONE.code();
  }
}
