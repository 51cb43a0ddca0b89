package io.spillway.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The help of each command, and of all of them. */
final class Help {
  private static final String TITLE =
      """
      Spillway makes a destination equal to one exact state of a lakeFS repository, or of a Postgres
      database.

      """;

  private static final String USAGE = "Usage: ";
  private static final String GENERAL = "\nGeneral\n";

  private static final List<Page> PAGES =
      List.of(
          new Page(
              "export",
              "spillway [export] SOURCE DESTINATION [options]",
              "Makes a destination equal to one exact state of a lakeFS repository.",
              Grammars::export),
          new Page(
              "export postgresql",
              "spillway [export] postgresql://[USER@]HOST[:PORT]/DB DESTINATION [options]",
              "Exports one consistent state of a Postgres database's tables as Parquet.",
              Grammars::exportRows),
          new Page(
              "verify",
              "spillway verify SOURCE DESTINATION [--commit_id=C] [--read-content] [--list]",
              "Compares a destination with a commit, by default the last that was exported there.",
              Grammars::verify),
          new Page(
              "verify postgresql",
              "spillway verify postgresql://HOST[:PORT]/DB DESTINATION [--read-content]",
              "Compares an export of a database with what was recorded as its rows were read.",
              Grammars::verifyRows),
          new Page(
              "status",
              "spillway status DESTINATION [--export-id=ID]",
              "Tells what was exported to a destination, as its ledger knows it; without lakeFS.",
              Grammars::status),
          new Page(
              "demo",
              "spillway demo [lakefs|postgres]",
              "Exports a sample into the working directory: a repository of an embedded lakeFS into spillway-demo, or a shop in an embedded Postgres into spillway-demo-postgres.",
              Grammars::demo),
          new Page(
              "sandbox",
              "spillway sandbox [--import=DIR] [--port=N]",
              "Serves an embedded lakeFS on this machine until it is stopped.",
              Grammars::sandbox));

  static final String ENDING =
      """
        --help, --version

      Writes are always verified; dashes and underscores are equal in option names.
      spillway COMMAND --help shows the options of that command.
      Exit: 0 done, 1 failed or differs, 2 bad input or no such name, 3 unreachable or denied,
      4 refused (lease, other base, ledger or filters, --max-delete, mirror's guards,
      folder not empty), 130 cancelled
      """;

  private Help() {}

  /**
   * The help of one command.
   *
   * @param name of the command
   * @param usage its command line
   * @param purpose a sentence
   * @param grammar of its arguments
   */
  record Page(String name, String usage, String purpose, Supplier<Grammar> grammar) {
    String text() {
      String options = grammar.get().help().replaceFirst("^\n+", "");
      return USAGE + usage + "\n\n" + purpose + "\n\n" + options + "\n";
    }
  }

  /** Returns the help of all commands, in the order in which users meet them. */
  static List<Page> pages() {
    return PAGES;
  }

  /** Returns the help for arguments that contain {@code --help}. */
  static String of(List<String> arguments) {
    boolean verifies = arguments.get(0).equals("verify");
    String name =
        RowsLine.isOne(arguments)
            ? (verifies ? "verify" : "export") + " postgresql"
            : arguments.get(0);
    Optional<Page> page = PAGES.stream().filter(one -> one.name().equals(name)).findFirst();
    return page.map(Page::text).orElseGet(Help::overview);
  }

  /** Returns the usage of all commands, and the options of exports. */
  static String overview() {
    String usages =
        PAGES.stream()
            .map(Page::usage)
            .collect(Collectors.joining("\n" + " ".repeat(USAGE.length()), USAGE, "\n\n"));
    String help = Grammars.export().help();
    int general = help.indexOf(GENERAL);
    return TITLE
        + usages
        + help.substring(0, general)
        + ofDatabases()
        + help.substring(general)
        + "\n"
        + ENDING;
  }

  /** Returns the section of options that only exports of databases take. */
  private static String ofDatabases() {
    String help = Grammars.exportRows().help();
    return help.substring(help.indexOf("\nPostgres"), help.indexOf(GENERAL));
  }
}
