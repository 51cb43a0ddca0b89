package io.spillway.bench;

import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * A table by Spark's own JDBC source to Parquet, in a fresh JVM: partitioned on its key, and with
 * the fetch size that its manual advises, as without one the driver takes all rows into memory.
 */
public final class JdbcSourceRun {
  private JdbcSourceRun() {}

  /** Arguments: address, table, connections, the greatest key, and the folder to be made. */
  public static void main(String[] arguments) {
    String connections = arguments[2];
    Written written = new Written();
    try (SparkSession spark =
        SparkSession.builder()
            .appName("jdbc")
            .master("local[" + connections + "]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .getOrCreate()) {
      spark.sparkContext().addSparkListener(written);
      spark
          .read()
          .format("jdbc")
          .option("url", arguments[0])
          .option("dbtable", arguments[1])
          .option("partitionColumn", "id")
          .option("lowerBound", "1")
          .option("upperBound", arguments[3])
          .option("numPartitions", connections)
          .option("fetchsize", "10000")
          .load()
          .write()
          .parquet(arguments[4]);
    }
    System.out.println("rows=" + written.rows.sum());
  }

  /** Counts the rows as Spark has them written. */
  private static final class Written extends SparkListener {
    private final LongAdder rows = new LongAdder();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
      rows.add(event.taskMetrics().outputMetrics().recordsWritten());
    }
  }
}
