package io.spillway.cli;

import io.spillway.base.ExitCode;
import io.spillway.request.Option;
import io.spillway.rows.destination.DestinationProvider;
import io.spillway.testing.TestTableProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of commands, as the parser knows them. */
public final class CommandsPage {
  private static final String BEGINNING =
      """
      # Commands and their options

      Made from the parser; the examples are what a test saw, with times, ids and places of the test replaced.
      `spillway COMMAND --help` prints the same of a command. Dashes and underscores are equal in the names of options, and a value
      follows behind `=` or a space. Settings (`--conf NAME=VALUE`) may stand anywhere, and those of
      lakeFS and Hadoop (`lakefs.*`, `fs.*`) need no `spark.hadoop.` before them; other options of Spark go before the command.
      Results go to standard output, as text or as [JSON](output.md); progress and logs to standard error.

      | exit code | meaning |
      |---|---|
      """
          + exitCodes()
          + """

      What it says when something is wrong: [errors](errors.md).
      """;

  private CommandsPage() {}

  /** Returns a row for each exit code, with its options as code. */
  static String exitCodes() {
    return Stream.of(ExitCode.values())
        .map(code -> "| " + code.code() + " | " + code.sentence() + " |\n")
        .map(row -> row.replaceAll("--[a-z-]+", "`$0`"))
        .collect(Collectors.joining());
  }

  /** A command line and what it printed on standard output. */
  public record Example(String line, String output) {}

  /** The names of all commands. */
  public static List<String> commands() {
    return pages().stream().map(Help.Page::name).toList();
  }

  /** All pages but those of the sources which only tests have. */
  private static List<Help.Page> pages() {
    return Help.pages().stream().filter(page -> !page.name().startsWith("export test")).toList();
  }

  /** All entries, without the destination which only tests have. */
  private static List<Grammar.Entry> entries(Help.Page page) {
    DestinationProvider ofTests = new TestTableProvider();
    List<String> options = ofTests.options().stream().map(Option::written).toList();
    return page.grammar().get().entries().stream()
        .filter(entry -> !options.contains(entry.written()))
        .map(
            entry ->
                new Grammar.Entry(
                    entry.section(),
                    entry.written(),
                    entry.text().replace("; or " + ofTests.help().example(), "")))
        .toList();
  }

  /** The page with an example of each command. */
  public static String of(Map<String, Example> examples) {
    StringBuilder page = new StringBuilder(BEGINNING);
    for (Help.Page command : pages()) {
      page.append("\n## ").append(command.name()).append("\n\n");
      page.append(command.purpose()).append("\n\n```\n").append(command.usage()).append("\n```\n");
      tables(page, entries(command));
      Example example = examples.get(command.name());
      page.append("\n```\n$ ").append(example.line()).append('\n').append(example.output());
      page.append("```\n");
    }
    return page.toString();
  }

  private static void tables(StringBuilder page, List<Grammar.Entry> entries) {
    List<String> sections = new ArrayList<>();
    for (Grammar.Entry entry : entries) {
      if (!sections.contains(entry.section())) {
        sections.add(entry.section());
        String title = entry.section().isEmpty() ? "arguments and options" : entry.section();
        page.append('\n').append("| ").append(cell(title)).append(" | |\n|---|---|\n");
      }
      page.append("| `").append(entry.written().replace("|", "\\|"));
      page.append("` | ").append(cell(entry.text())).append(" |\n");
    }
  }

  private static String cell(String text) {
    return text.replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("<", "&lt;")
        .replace("*", "\\*")
        .replace("_", "\\_");
  }
}
