package io.spillway.cli;

import io.spillway.demo.Demos;
import io.spillway.source.SourceHelp;
import io.spillway.source.SourceProvider;
import io.spillway.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The help of each command, and of all commands. */
final class Help {
  private static final String USAGE = "Usage: ";
  private static final int WIDTH = 96;
  private static final String VERIFY_ROWS = "verify rows";

  static final String ENDING =
      """
        --help, --version

      Writes are always verified; dashes and underscores are equal in option names.
      spillway COMMAND --help shows the options of that command.
      Where lakeFS is: --conf lakefs.api.url=URL (and .access_key, .secret_key or .token), LAKECTL_*
      variables, or ~/.lakectl.yaml. --conf NAME=VALUE gives any setting of Spark, Hadoop or lakeFS.
      Exit: 0 done, 1 failed or differs, 2 bad input or no such name, 3 unreachable or denied,
      4 refused (lease, other base, ledger or filters, --max-delete, mirror's guards,
      folder not empty), 130 cancelled
      """;

  private Help() {}

  /**
   * The help of one command.
   *
   * @param name the name of the command
   * @param usage its command line
   * @param purpose a sentence
   * @param grammar the grammar of its arguments
   */
  record Page(String name, String usage, String purpose, Supplier<Grammar> grammar) {
    String text() {
      String options = grammar.get().help().replaceFirst("^\n+", "");
      return USAGE + usage + "\n\n" + purpose + "\n\n" + options + "\n";
    }
  }

  /** Returns the help of all commands, in the order in which users meet them. */
  static List<Page> pages() {
    List<Page> pages = new ArrayList<>();
    pages.add(
        new Page(
            "export",
            "spillway [export] SOURCE DESTINATION [options]",
            "Makes a destination equal to one exact state of a lakeFS repository.",
            Grammars::export));
    Sources.all().forEach(provider -> pages.add(ofExport(provider)));
    pages.addAll(
        List.of(
            new Page(
                "verify",
                "spillway verify SOURCE DESTINATION [--commit_id=C] [--read-content] [--list]",
                "Compares a destination with a commit, by default the last that was exported there.",
                Grammars::verify),
            new Page(
                VERIFY_ROWS,
                "spillway verify [SOURCE] DESTINATION [--export-id=ID] [--read-content]",
                "Compares an export of rows with what was recorded as they were read.",
                Grammars::verifyRows),
            new Page(
                "status",
                "spillway status DESTINATION [--export-id=ID]",
                "Tells what was exported to a destination, as its ledger knows it; without lakeFS.",
                Grammars::status),
            new Page(
                "demo",
                "spillway demo [" + String.join("|", Demos.names()) + "]",
                "Exports a sample into the working directory: " + Demos.summaries() + ".",
                Grammars::demo),
            new Page(
                "sandbox",
                "spillway sandbox [--import=DIR] [--port=N]",
                "Serves an embedded lakeFS on this machine until it is stopped.",
                Grammars::sandbox)));
    return List.copyOf(pages);
  }

  private static Page ofExport(SourceProvider provider) {
    SourceHelp help = provider.help();
    return new Page(
        pageOf(provider),
        "spillway [export] " + help.usage() + " DESTINATION [options]",
        help.purpose(),
        () -> Grammars.exportRows(provider));
  }

  private static String pageOf(SourceProvider provider) {
    return "export " + provider.help().name();
  }

  /** Returns the help for arguments that contain {@code --help}. */
  static String of(List<String> arguments) {
    String name = name(arguments);
    return pages().stream()
        .filter(page -> page.name().equals(name))
        .findFirst()
        .map(Page::text)
        .orElseGet(Help::overview);
  }

  private static String name(List<String> arguments) {
    String command = arguments.get(0);
    boolean isNamed = List.of("export", "verify").contains(command);
    List<String> rest = arguments.subList(isNamed ? 1 : 0, arguments.size());
    Optional<SourceProvider> rows =
        RowsLine.source(rest)
            .or(() -> isNamed ? Sources.find(rest.get(0) + ":") : Optional.empty());
    return rows.map(provider -> command.equals("verify") ? VERIFY_ROWS : pageOf(provider))
        .orElse(command);
  }

  /** Returns the usage of all commands, and the options of exports. */
  static String overview() {
    String usages =
        pages().stream()
            .map(Page::usage)
            .collect(Collectors.joining("\n" + " ".repeat(USAGE.length()), USAGE, "\n\n"));
    String help = Grammars.export().help();
    int general = help.indexOf("\n" + Grammars.GENERAL + "\n");
    String ofSources =
        Sources.all().stream()
            .map(one -> Grammars.exportRows(one).helpOf(one.help().section()))
            .collect(Collectors.joining());
    return title()
        + usages
        + help.substring(0, general)
        + ofSources
        + help.substring(general)
        + "\n"
        + ENDING
        + Sources.broken().stream()
            .map(reason -> "\nA kind of source cannot be loaded: " + reason + "\n")
            .collect(Collectors.joining());
  }

  private static String title() {
    String sentence =
        "Spillway makes a destination equal to one exact state of a lakeFS repository"
            + Sources.all().stream()
                .map(provider -> ", or of " + provider.help().noun())
                .collect(Collectors.joining())
            + ".";
    StringBuilder title = new StringBuilder();
    int line = 0;
    for (String word : sentence.split(" ")) {
      boolean fits = line + word.length() < WIDTH;
      title.append(title.isEmpty() ? "" : fits ? " " : "\n").append(word);
      line = (fits ? line + 1 : 0) + word.length();
    }
    return title + "\n\n";
  }
}
