package io.spillway.cli;

import io.spillway.base.ExitCode;
import io.spillway.demo.Demo;
import io.spillway.demo.Demos;
import io.spillway.request.BadInput;
import java.nio.file.Path;
import java.util.List;

/**
 * The command {@code spillway demo}: an export of a sample.
 *
 * @param name of the sample
 * @param verbose whether to show causes and Spark's own log
 */
public record DemoCommand(String name, boolean verbose) implements Command {
  static final String NAME = "demo";

  private static final String FIRST = "lakefs";

  static Help.Page page() {
    return new Help.Page(
        NAME,
        "spillway demo [" + String.join("|", Demos.names()) + "]",
        "Exports a sample into the working directory: " + Demos.summaries() + ".",
        DemoCommand::grammar);
  }

  private static Grammar grammar() {
    return new Grammar("spillway demo").options(CommonOptions.SHOWING);
  }

  static Command parse(List<String> arguments) {
    boolean named = !arguments.isEmpty() && !arguments.get(0).startsWith("-");
    String name = named ? arguments.get(0) : FIRST;
    Given given = grammar().parse(named ? arguments.subList(1, arguments.size()) : arguments);
    if (Demos.find(name).isEmpty()) {
      throw BadInput.of(
          "There is no demo '" + name + "': give " + String.join(" or ", Demos.names()));
    }
    return new DemoCommand(name, given.verbose());
  }

  @Override
  public int run(CommandContext context) {
    Demo demo = Demos.find(name).orElseThrow();
    Path folder = Path.of(demo.folder()).toAbsolutePath();
    Terminal terminal = context.terminal();
    return context.onSpark(
        "spillway demo",
        verbose,
        () -> {},
        session -> {
          terminal.show(demo.run(session.demos(terminal), folder));
          return ExitCode.DONE.code();
        });
  }
}
