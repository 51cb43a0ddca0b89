package io.spillway.testing;

import org.apache.spark.sql.SparkSession;

/** One local Spark for all tests of a JVM. */
public final class TestSpark {
  /** How many tasks it runs at once. */
  public static final int CORES = 2;

  /** How often it runs a task that fails, before the job fails. */
  public static final int ATTEMPTS = 2;

  private TestSpark() {}

  /** The session; it ends with the JVM. */
  public static SparkSession session() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + CORES + "," + ATTEMPTS + "]")
            .appName("tests")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    return spark;
  }
}
