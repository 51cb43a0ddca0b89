package io.spillway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
      | 0 | done |
      | 1 | the export failed, or the destination differs |
      | 2 | bad input, or a name that does not exist |
      | 3 | a server cannot be reached, or refuses the credentials |
      | 4 | Spillway refuses: the lease is held, another base, ledger or filters, `--max-delete`, a mirror's guards, a folder that is not empty |
      | 130 | cancelled |

      What it says when something is wrong: [errors](errors.md).
      """;

  private CommandsPage() {}

  /** A command line and what it printed on standard output. */
  public record Example(String line, String output) {}

  /** The names of all commands. */
  public static List<String> commands() {
    return pages().stream().map(Help.Page::name).toList();
  }

  /** All pages but that of the source which only tests have. */
  private static List<Help.Page> pages() {
    return Help.pages().stream().filter(page -> !page.name().equals("export testrows")).toList();
  }

  /** The page with an example of each command. */
  public static String of(Map<String, Example> examples) {
    StringBuilder page = new StringBuilder(BEGINNING);
    for (Help.Page command : pages()) {
      page.append("\n## ").append(command.name()).append("\n\n");
      page.append(command.purpose()).append("\n\n```\n").append(command.usage()).append("\n```\n");
      tables(page, command.grammar().get().entries());
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
