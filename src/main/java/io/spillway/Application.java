package io.spillway;

import io.spillway.base.SpillwayException;
import io.spillway.cli.Command;
import io.spillway.cli.CommandContext;
import io.spillway.cli.CommandLine;
import io.spillway.cli.Ending;
import io.spillway.cli.Output;
import io.spillway.cli.Session;
import io.spillway.cli.Terminal;
import io.spillway.report.ExportFailedException;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * The command line from arguments to exit code. {@link Main} runs it after it has checked the Java
 * version.
 */
public final class Application {
  private static final String SUBMITTED = "spark.submit.deployMode";

  private Application() {}

  /**
   * Runs a command line.
   *
   * @return the exit code, for a process that Spillway may end
   * @throws SpillwayException instead of a nonzero code, if other code has started Spark in this
   *     process: a shell, a notebook, or a platform that runs jars in its own process
   */
  public static int run(String... arguments) {
    if (System.getProperty(SUBMITTED) != null
        && !ThisProcess.isGuest()
        && !Arrays.asList(arguments).contains("--verbose")) {
      ThisProcess.hush(); // otherwise spark-submit's log would continue after bad input
    }
    try (Ending ending = Ending.watch()) {
      return run(Terminal.system(), new ThisProcess(), arguments);
    }
  }

  /** Runs a command line with the given terminal and host, and returns the exit code. */
  static int run(Terminal plain, Host host, String... arguments) {
    Terminal terminal = plain.in(Output.among(Arrays.asList(arguments)));
    boolean verbose = false;
    try {
      Command command = CommandLine.parse(arguments);
      verbose = command.verbose();
      return terminal.exitCode(command.run(new Context(terminal, host)));
    } catch (ExportFailedException e) {
      terminal.failure(e, verbose);
      return host.exitCode(e);
    } catch (SpillwayException e) {
      terminal.trouble(e, verbose);
      return host.exitCode(e);
    } catch (Exception | LinkageError e) {
      return host.exitCode(terminal.surprise(e, verbose));
    }
  }

  /** The surroundings of a command in this process. */
  private record Context(Terminal terminal, Host host) implements CommandContext {
    @Override
    public Configuration storage() {
      return host.storage();
    }

    @Override
    public <T> T onSpark(String name, boolean verbose, Runnable warmUp, Function<Session, T> work) {
      host.prepare(warmUp);
      return host.run(name, verbose, spark -> work.apply(new SparkDoors(spark)));
    }
  }
}
