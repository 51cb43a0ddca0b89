package io.spillway.cli;

import io.spillway.base.ExitCode;
import io.spillway.rows.destination.Destinations;
import io.spillway.source.SourceProvider;
import io.spillway.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The help of each command, and of all commands. */
final class Help {
  private static final String USAGE = "Usage: ";
  private static final int WIDTH = 96;

  private static final String ENDING =
      """
        --help, --version

      Writes are always verified; dashes and underscores are equal in option names.
      spillway COMMAND --help shows the options of that command.
      Where lakeFS is: --conf lakefs.api.url=URL (and .access_key, .secret_key or .token), LAKECTL_*
      variables, or ~/.lakectl.yaml. --conf NAME=VALUE gives any setting of Spark, Hadoop or lakeFS.

      Exit codes
      """
          + Stream.of(ExitCode.values()).map(Help::line).collect(Collectors.joining());

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
    List<Page> pages = new ArrayList<>(ExportCommand.pages());
    pages.addAll(VerifyCommand.pages());
    pages.addAll(List.of(StatusCommand.page(), DemoCommand.page(), SandboxCommand.page()));
    return List.copyOf(pages);
  }

  /** Returns the help for arguments that contain {@code --help}. */
  static String of(List<String> arguments) {
    String command = arguments.get(0);
    List<String> rest = arguments.subList(1, arguments.size());
    return switch (command) {
      case ExportCommand.NAME -> ExportCommand.page(provider(rest)).text();
      case VerifyCommand.NAME -> VerifyCommand.page(provider(rest)).text();
      default ->
          pages().stream()
              .filter(page -> page.name().equals(command))
              .findFirst()
              .or(() -> Sources.find(command).map(ExportCommand::page))
              .map(Page::text)
              .orElseGet(Help::overview);
    };
  }

  /** Returns the provider of a source, which may be given by its name: {@code export NAME}. */
  private static SourceProvider provider(List<String> arguments) {
    return Sources.find(arguments.get(0) + ":").orElseGet(() -> Positionals.provider(arguments));
  }

  /** Returns the usage of all commands, and the options of exports. */
  static String overview() {
    String usages =
        pages().stream()
            .map(Page::usage)
            .collect(Collectors.joining("\n" + " ".repeat(USAGE.length()), USAGE, "\n\n"));
    List<SourceProvider> sources = Sources.all();
    String help = ExportCommand.grammar(sources.get(0)).help();
    int general = help.indexOf("\n" + ExportCommand.GENERAL + "\n");
    String ofSources =
        sources.stream()
            .skip(1)
            .map(one -> ExportCommand.grammar(one).helpOf(one.help().section()))
            .collect(Collectors.joining());
    return title()
        + usages
        + help.substring(0, general)
        + ofSources
        + ofDestinations()
        + help.substring(general)
        + "\n"
        + ENDING
        + Sources.broken().stream()
            .map(reason -> "\nA kind of source cannot be loaded: " + reason + "\n")
            .collect(Collectors.joining())
        + Destinations.broken().stream()
            .map(reason -> "\nA kind of destination cannot be loaded: " + reason + "\n")
            .collect(Collectors.joining());
  }

  private static String ofDestinations() {
    return Destinations.all().stream()
        .filter(destination -> !destination.options().isEmpty())
        .map(
            destination ->
                new Grammar("spillway")
                    .section(destination.help().section())
                    .options(destination.options())
                    .helpOf(destination.help().section()))
        .collect(Collectors.joining());
  }

  private static String title() {
    String sentence =
        "Spillway makes a destination equal to one exact state of "
            + Sources.all().stream()
                .map(provider -> provider.help().noun())
                .collect(Collectors.joining(", or of "))
            + ".";
    return wrapped(sentence, "") + "\n\n";
  }

  private static String line(ExitCode code) {
    return String.format(Locale.ROOT, "  %-24s ", code.code())
        + wrapped(code.sentence(), " ".repeat(27))
        + "\n";
  }

  private static String wrapped(String sentence, String indent) {
    StringBuilder text = new StringBuilder();
    int line = indent.length();
    for (String word : sentence.split(" ")) {
      boolean fits = line + word.length() < WIDTH;
      text.append(text.isEmpty() ? "" : fits ? " " : "\n" + indent).append(word);
      line = (fits ? line + 1 : indent.length()) + word.length();
    }
    return text.toString();
  }
}
