package io.spillway.bench;

import io.spillway.ApiClient;
import io.spillway.Exporter;
import io.spillway.export.ExportOptions;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.ProgressListener;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * Plans an export with Spillway's jar and prints how long that took: from the call to the end of
 * the step called planning. What a dry run does after it is cut off.
 */
public final class PlanningRun {
  private PlanningRun() {}

  /** Arguments: repository, destination, commit, and the base of a diff. */
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().appName("planning").getOrCreate();
    ApiClient server = new ApiClient(spark.sparkContext().hadoopConfiguration());
    Exporter exporter =
        new Exporter(
            spark,
            server,
            arguments[0],
            arguments[1],
            ExportOptions.DEFAULT.with(Conduct.DEFAULT.dryRun()),
            new Clock(System.nanoTime()));
    ExportReport report =
        arguments.length > 3
            ? exporter.exportBetween(arguments[3], arguments[2])
            : exporter.exportAllFromCommit(arguments[2]);
    throw new IllegalStateException("There was nothing to plan: " + report);
  }

  private record Clock(long begun) implements ProgressListener {
    @Override
    public void begins(String name, long objects, long bytes) {
      if (name.equals("planning")) {
        return;
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          Locale.ROOT, "bench: phase=%.3f heap=%d%n", seconds, PhaseListener.peakHeap());
      Runtime.getRuntime().halt(0);
    }
  }
}
