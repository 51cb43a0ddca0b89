package io.spillway;

import io.spillway.cli.Terminal;
import io.spillway.demo.DemoHost;
import io.spillway.demo.Demos;
import io.spillway.testing.Cli;
import io.spillway.testing.TestSpark;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Command lines in this process, on the tests' Spark: for tests of so many that a process for each
 * would take minutes.
 */
public final class InProcess {
  private InProcess() {}

  /**
   * Runs a command line to its end.
   *
   * @param hadoop settings by Hadoop's names
   */
  public static Cli.Ended run(Map<String, String> hadoop, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    int exitCode = Application.run(terminal, new TestHost(hadoop), arguments);
    return new Cli.Ended(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a demo that exports into a folder and shows the result. */
  public static void demo(String name, Terminal terminal, Path folder) {
    DemoHost host = new SparkDoors(TestSpark.session()).demos(terminal);
    terminal.show(Demos.find(name).orElseThrow().run(host, folder));
  }

  private record TestHost(Map<String, String> hadoop) implements Host {
    @Override
    public Configuration storage() {
      Configuration configuration = new Configuration();
      hadoop.forEach(configuration::set);
      return configuration;
    }

    @Override
    public <T> T run(String name, boolean verbose, Function<SparkSession, T> work) {
      SparkSession spark = TestSpark.session();
      Configuration configuration = spark.sparkContext().hadoopConfiguration();
      hadoop.forEach(configuration::set);
      try {
        return work.apply(spark);
      } finally {
        hadoop.keySet().forEach(configuration::unset);
      }
    }
  }
}
