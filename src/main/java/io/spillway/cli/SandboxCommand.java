package io.spillway.cli;

import io.spillway.base.ExitCode;
import io.spillway.base.SpillwayException;
import io.spillway.report.Results;
import io.spillway.request.BadInput;
import io.spillway.request.Option;
import io.spillway.sandbox.SampleRepository;
import io.spillway.sandbox.Sandbox;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The command {@code spillway sandbox}, which serves an embedded lakeFS until the process is
 * stopped.
 *
 * @param folder the folder whose files to serve; empty for the sample repository
 * @param port the port to listen on; 0 for any free port
 */
public record SandboxCommand(Optional<Path> folder, int port) implements Command {
  static final String NAME = "sandbox";

  private static final Option<Optional<Path>> IMPORT =
      Option.value("import", "DIR", "serve the files of DIR", (option, text) -> Path.of(text))
          .unless("a sample repository");

  private static final Option<Integer> PORT =
      Option.number("port", "N", "listen on this port of the loopback", 8000);

  private static final int LAST_PORT = 65_535;
  private static final String BRANCH = "main";

  static Help.Page page() {
    return new Help.Page(
        NAME,
        "spillway sandbox [--import=DIR] [--port=N]",
        "Serves an embedded lakeFS on this machine until it is stopped.",
        SandboxCommand::grammar);
  }

  private static Grammar grammar() {
    return new Grammar("spillway sandbox").options(IMPORT, PORT, Output.OPTION);
  }

  static Command parse(List<String> arguments) {
    Given given = grammar().parse(arguments);
    int port = given.get(PORT);
    if (port > LAST_PORT) {
      throw BadInput.of("--port is " + port + ": there are none above " + LAST_PORT);
    }
    return new SandboxCommand(given.get(IMPORT), port);
  }

  @Override
  public int run(CommandContext context) {
    return serve(context.terminal());
  }

  /** Serves until the thread is interrupted, and returns the exit code. */
  public int serve(Terminal terminal) {
    folder.ifPresent(SandboxCommand::checkFolder);
    try (Sandbox sandbox = start()) {
      folder.ifPresent(files -> terminal.remark("spillway: importing " + files));
      terminal.show(result(sandbox, fill(sandbox)));
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.DONE.code();
  }

  private static Results.OfSandbox result(Sandbox sandbox, String filled) {
    return new Results.OfSandbox(
        sandbox.description(),
        sandbox.url(),
        sandbox.accessKey(),
        sandbox.secretKey(),
        filled,
        SampleRepository.NAME,
        BRANCH);
  }

  private Sandbox start() {
    try {
      return Sandbox.start(Sandbox.options().port(port));
    } catch (UncheckedIOException e) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "Cannot listen on port "
              + port
              + ": another program listens there, or this user may not; give another as --port=N.",
          e);
    }
  }

  private static void checkFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "--import names no folder: "
              + folder
              + (Files.exists(folder) ? " is a file." : " does not exist."));
    }
  }

  private String fill(Sandbox sandbox) {
    if (folder.isPresent()) {
      return sandbox.importFolder(SampleRepository.NAME, folder.get());
    }
    SampleRepository.fill(sandbox);
    return "The sample repository is 'lakefs://" + SampleRepository.NAME + "/main'.";
  }
}
