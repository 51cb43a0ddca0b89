package io.spillway.cli;

import io.spillway.base.SpillwayException;
import io.spillway.report.Results;
import io.spillway.sandbox.SampleRepository;
import io.spillway.sandbox.Sandbox;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The command {@code spillway sandbox}, which serves an embedded lakeFS until the process is
 * stopped.
 */
public final class SandboxCommand {
  private static final String BRANCH = "main";

  private final Command.ServeSandbox command;
  private final Terminal terminal;

  public SandboxCommand(Command.ServeSandbox command, Terminal terminal) {
    this.command = command;
    this.terminal = terminal;
  }

  /** Serves until the thread is interrupted, and returns the exit code. */
  public int run() {
    command.folder().ifPresent(SandboxCommand::checkFolder);
    try (Sandbox sandbox = start()) {
      command.folder().ifPresent(folder -> terminal.remark("spillway: importing " + folder));
      terminal.show(result(sandbox, fill(sandbox)));
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
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
      return Sandbox.start(Sandbox.options().port(command.port()));
    } catch (UncheckedIOException e) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "Cannot listen on port "
              + command.port()
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
    if (command.folder().isPresent()) {
      return sandbox.importFolder(SampleRepository.NAME, command.folder().get());
    }
    SampleRepository.fill(sandbox);
    return "The sample repository is 'lakefs://" + SampleRepository.NAME + "/main'.";
  }
}
