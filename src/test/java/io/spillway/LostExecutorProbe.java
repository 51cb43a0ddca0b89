package io.spillway;

import io.spillway.report.ExportReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Exports in a JVM that has the built jar, and loses an executor in the middle of it. */
final class LostExecutorProbe {
  private LostExecutorProbe() {}

  /** Ends its process at one key, once, after the first objects have arrived. */
  static final class DiesOnce implements KeyFilter {
    private static final long serialVersionUID = 1L;
    private static final int KILLED = 137;

    private final String arrived;
    private final String flag;

    DiesOnce(String arrived, String flag) {
      this.arrived = arrived;
      this.flag = flag;
    }

    @Override
    public int rounds() {
      return 1;
    }

    @Override
    public int roundForKey(String key) {
      if (key.equals("k/900") && Files.isDirectory(Path.of(arrived)) && isFirst()) {
        Runtime.getRuntime().halt(KILLED);
      }
      return 1;
    }

    private boolean isFirst() {
      try {
        Files.createFile(Path.of(flag));
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Takes a repository, a destination folder and the file that tells of the death. */
  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("lost").getOrCreate()) {
      ApiClient client = new ApiClient(spark.sparkContext().hadoopConfiguration());
      KeyFilter filter = new DiesOnce(args[1] + "/k", args[2]);
      ExportReport report =
          new Exporter(spark, client, filter, args[0], "file://" + args[1], 4)
              .exportAllFromBranch("main");
      System.out.println(report.success() + " " + report.objects() + " " + report.bytes());
    }
  }
}
