package io.spillway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.SparkSession;

/** Exports in a JVM that has the built jar, on executors that take their time. */
final class HungDriverProbe {
  private HungDriverProbe() {}

  /** Lets every key take a while, as soon as the first objects have arrived. */
  static final class Slow implements KeyFilter {
    private static final long serialVersionUID = 1L;
    private static final long EACH_NANOS = 10_000_000;

    private final String arrived;

    Slow(String arrived) {
      this.arrived = arrived;
    }

    @Override
    public int rounds() {
      return 1;
    }

    @Override
    public int roundForKey(String key) {
      if (Files.isDirectory(Path.of(arrived))) {
        LockSupport.parkNanos(EACH_NANOS);
      }
      return 1;
    }
  }

  /** Takes a repository and a destination folder. */
  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("hung").getOrCreate()) {
      ApiClient client = new ApiClient(spark.sparkContext().hadoopConfiguration());
      new Exporter(spark, client, new Slow(args[1] + "/k"), args[0], "file://" + args[1], 1)
          .exportAllFromBranch("main");
    }
  }
}
