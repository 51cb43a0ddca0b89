package io.spillway;

import io.spillway.base.GivenLocation;
import io.spillway.base.Messages;
import io.spillway.base.SpillwayException;
import io.spillway.cli.Command;
import io.spillway.cli.CommandLine;
import io.spillway.cli.Ending;
import io.spillway.cli.LogNoise;
import io.spillway.cli.Output;
import io.spillway.cli.SandboxCommand;
import io.spillway.cli.StatusCommand;
import io.spillway.cli.Terminal;
import io.spillway.demo.Demo;
import io.spillway.demo.DemoHost;
import io.spillway.demo.Demos;
import io.spillway.export.ExportOptions;
import io.spillway.object.plan.PlannedAction;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.Results;
import io.spillway.report.VerifyReport;
import io.spillway.request.ExportRequest;
import io.spillway.request.SharedOptions;
import io.spillway.request.Since;
import io.spillway.request.Webhook;
import io.spillway.sandbox.Sandbox;
import io.spillway.source.Sources;
import io.spillway.store.hadoop.HadoopSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

/**
 * The command line from arguments to exit code. {@link Main} runs it after it has checked the Java
 * version.
 */
public final class Application implements Command.Handler {
  private static final String LOCAL_MASTER = "local[*]";
  private static final Pattern LEAST_MEMORY =
      Pattern.compile("memory \\d+ must be at least (\\d+)");
  private static final long MIB = 1 << 20;
  private static final String SUBMITTED = "spark.submit.deployMode";

  private final Terminal terminal;
  private final Host host;

  /** The provider of the Spark session of an export. */
  interface Host {
    /** Announces an export, so that libraries other than Spark can load while Spark starts. */
    default void prepare() {}

    /** Returns the storage settings without starting Spark. */
    Configuration storage();

    /** Runs the work with a session that stays open until the work ends. */
    <T> T run(String name, boolean verbose, Function<SparkSession, T> work);

    /**
     * Returns the exit code of an error. A host whose process must not end throws the error
     * instead.
     */
    default int exitCode(SpillwayException e) {
      return e.kind().exitCode();
    }
  }

  private Application(Terminal terminal, Host host) {
    this.terminal = terminal;
    this.host = host;
  }

  /**
   * Runs a command line.
   *
   * @return the exit code, for a process that Spillway may end
   * @throws SpillwayException instead of a nonzero code, if other code has started Spark in this
   *     process: a shell, a notebook, or a platform that runs jars in its own process
   */
  public static int run(String... arguments) {
    if (System.getProperty(SUBMITTED) != null
        && !isGuest()
        && !Arrays.asList(arguments).contains("--verbose")) {
      hush(); // otherwise spark-submit's log would continue after bad input
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
      return terminal.exitCode(command.runBy(new Application(terminal, host)));
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

  /** Returns whether other code has already started Spark in this process. */
  private static boolean isGuest() {
    try {
      return SparkEnv.get() != null;
    } catch (LinkageError e) {
      return false; // Spark is not on the class path
    }
  }

  @Override
  public int print(Command.Print command) {
    terminal.print(command.text());
    return command.exitCode();
  }

  @Override
  public int version() {
    terminal.show(Results.version());
    return 0;
  }

  @Override
  public int export(Command.ExportRef command) {
    GivenLocation.parse(command.destination()); // obvious errors are reported before Spark starts
    command.options().hook().ifPresent(Webhook::hide);
    host.prepare();
    ExportReport report =
        host.run(
            "spillway " + command.repository(),
            command.verbose(),
            spark -> {
              ApiClient server =
                  new ApiClient(Exporter.context(spark::sparkContext).hadoopConfiguration());
              return export(
                  command,
                  new Exporter(
                      spark,
                      server,
                      command.repository(),
                      command.destination(),
                      command.options(),
                      terminal.progress()),
                  terminal.actions());
            });
    terminal.report(report);
    return 0;
  }

  private static ExportReport export(
      Command.ExportRef command, Exporter exporter, Consumer<PlannedAction> actions) {
    Since since = command.since();
    if (command.ref() instanceof Command.Ref.Branch branch) {
      return command.lists()
          ? exporter.planBranch(branch.name(), since, actions)
          : exporter.exportBranch(branch.name(), since);
    }
    String ref =
        command.ref() instanceof Command.Ref.CommitId commit
            ? commit.id()
            : ((Command.Ref.Any) command.ref()).ref();
    return command.lists() ? exporter.planRef(ref, since, actions) : exporter.exportRef(ref, since);
  }

  @Override
  public int exportRows(Command.ExportRows command) {
    GivenLocation.parse(
        command.request().destination()); // obvious errors are reported before Spark starts
    command.request().options().get(SharedOptions.NOTIFY).ifPresent(Webhook::hide);
    ExportReport report =
        host.run(
            "spillway " + nameOf(command.request().source()),
            command.verbose(),
            spark -> Spillway.export(spark, command.request(), terminal.progress()));
    terminal.report(report);
    return 0;
  }

  @Override
  public int verifyRows(Command.VerifyRows command) {
    GivenLocation.parse(
        command.request().destination()); // obvious errors are reported before Spark starts
    VerifyReport report =
        host.run(
            "spillway verify " + command.request().source().map(Application::nameOf).orElse("rows"),
            command.verbose(),
            spark -> Spillway.verify(spark, command.request(), terminal.progress()));
    terminal.report(report, false);
    return report.isEqual() ? 0 : SpillwayException.Kind.FAILED.exitCode();
  }

  private static String nameOf(String uri) {
    return Sources.require(uri).nameOf(uri);
  }

  @Override
  public int status(Command.Status command) {
    return new StatusCommand(command, terminal).run(host::storage);
  }

  @Override
  public int verify(Command.Verify command) {
    GivenLocation.parse(command.destination()); // obvious errors are reported before Spark starts
    host.prepare();
    VerifyReport report =
        host.run(
            "spillway verify " + command.repository(),
            command.verbose(),
            spark -> {
              ApiClient server =
                  new ApiClient(Exporter.context(spark::sparkContext).hadoopConfiguration());
              Exporter exporter =
                  new Exporter(
                      spark,
                      server,
                      command.repository(),
                      command.destination(),
                      command.options(),
                      terminal.progress());
              return command.lists()
                  ? exporter.verify(command.chosen(), terminal::line)
                  : exporter.verify(command.chosen());
            });
    terminal.report(report, command.lists());
    return report.isEqual() ? 0 : SpillwayException.Kind.FAILED.exitCode();
  }

  @Override
  public int demo(Command.Demo command) {
    Demo demo = Demos.find(command.name()).orElseThrow();
    Path folder = Path.of(demo.folder()).toAbsolutePath();
    return host.run(
        "spillway demo",
        command.verbose(),
        spark -> {
          terminal.show(demo.run(new TerminalHost(spark, terminal), folder));
          return 0;
        });
  }

  @Override
  public int sandbox(Command.ServeSandbox command) {
    return new SandboxCommand(command, terminal).run();
  }

  /** A host of demos that shows the progress of their exports on a terminal. */
  record TerminalHost(SparkSession spark, Terminal terminal) implements DemoHost {
    @Override
    public void remark(String text) {
      terminal.remark(text);
    }

    @Override
    public ExportReport export(
        Sandbox lakeFs, String repository, String branch, String destination) {
      ApiClient client = new ApiClient(lakeFs.url(), lakeFs.accessKey(), lakeFs.secretKey());
      return new Exporter(
              spark, client, repository, destination, ExportOptions.DEFAULT, terminal.progress())
          .exportAllFromBranch(branch);
    }

    @Override
    public ExportReport export(ExportRequest request) {
      return Spillway.export(spark, request, terminal.progress());
    }
  }

  /**
   * The host for the session of this process, which ends with the work. If the process already had
   * a session, both stay unchanged and continue.
   */
  private static final class ThisProcess implements Host {
    @Override
    public void prepare() {
      WarmUp.start();
    }

    @Override
    public Configuration storage() {
      return isGuest()
          ? Exporter.context(SparkSession.builder().getOrCreate()::sparkContext)
              .hadoopConfiguration()
          : HadoopSettings.ofThisProcess();
    }

    @Override
    public <T> T run(String name, boolean verbose, Function<SparkSession, T> work) {
      if (isGuest()) {
        return work.apply(SparkSession.builder().getOrCreate());
      }
      if (!verbose) {
        hush();
      }
      SparkSession.Builder builder = SparkSession.builder().appName(name);
      if (System.getProperty("spark.master") == null) {
        builder.master(LOCAL_MASTER); // the process does not run under spark-submit
      }
      SparkSession spark = started(builder);
      try {
        return work.apply(spark);
      } finally {
        spark.stop();
      }
    }

    private static SparkSession started(SparkSession.Builder builder) {
      try {
        return builder.getOrCreate();
      } catch (Exception e) { // Scala does not declare a FileNotFoundException of eventLog.dir
        throw notStarted(e);
      }
    }

    @Override
    public int exitCode(SpillwayException e) {
      if (isGuest()) {
        throw e;
      }
      return Host.super.exitCode(e);
    }
  }

  /** Returns the error of a Spark that does not start with its settings, in one sentence. */
  static SpillwayException notStarted(Exception e) {
    String said = Messages.firstLine(e);
    Matcher memory = LEAST_MEMORY.matcher(said);
    String why =
        memory.find()
            ? "it needs "
                + Long.parseLong(memory.group(1)) / MIB
                + " MiB of memory at least: give"
                + " --driver-memory=1g or more."
            : said;
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT, "Spark does not start: " + why, e);
  }

  /**
   * Makes Spark configure its logging now. Spark 4 configures its log again at its first message,
   * which would undo earlier settings.
   */
  private static void hush() {
    try {
      new SparkConf(false).initializeLogIfNecessary(false, true);
    } catch (NoSuchMethodError e) {
      // Spark does not guarantee this class. Without it, Spark only logs more.
    }
    LogNoise.hush();
  }
}
