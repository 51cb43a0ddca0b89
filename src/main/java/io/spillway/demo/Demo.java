package io.spillway.demo;

import io.spillway.ApiClient;
import io.spillway.Exporter;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.cli.Terminal;
import io.spillway.export.ExportOptions;
import io.spillway.report.ExportReport;
import io.spillway.sandbox.SampleRepository;
import io.spillway.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The first run: an embedded lakeFS with a sample repository, exported into the working directory.
 */
public final class Demo {
  private static final String FOLDER = "spillway-demo";
  private static final String BRANCH = "main";

  private final SparkSession spark;
  private final Terminal terminal;
  private final Path folder;

  public Demo(SparkSession spark, Terminal terminal) {
    this(spark, terminal, Path.of(FOLDER).toAbsolutePath());
  }

  /**
   * Exports to another folder.
   *
   * @param folder an absolute path
   */
  public Demo(SparkSession spark, Terminal terminal, Path folder) {
    this.spark = spark;
    this.terminal = terminal;
    this.folder = folder;
  }

  /** Runs it; the exit code. */
  public int run() {
    terminal.remark(
        "spillway: starting an embedded lakeFS with the sample repository '"
            + SampleRepository.NAME
            + "'");
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      SampleRepository.fill(sandbox);
      ApiClient client = new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());
      String destination = Location.ofFolder(folder).toString();
      ExportReport report =
          new Exporter(
                  spark,
                  client,
                  SampleRepository.NAME,
                  destination,
                  ExportOptions.DEFAULT,
                  terminal.progress())
              .exportAllFromBranch(BRANCH);
      terminal.show(new DemoReport(report, DemoResult.in(folder, SampleRepository.NAME, BRANCH)));
      return 0;
    } catch (IOException e) {
      throw new SpillwayException(
          SpillwayException.Kind.FAILED,
          "Cannot read what was exported to " + folder + ": " + e.getMessage(),
          e);
    }
  }
}
