package io.spillway.testing;

import org.apache.spark.sql.SparkSession;

/** One local Spark for all tests of a JVM. */
public final class TestSpark {
  /** How many tasks it runs at once. */
  public static final int CORES = 2;

  private static final String LEASE_TIME = "spark.spillway.lease.time";

  /** How often it runs a task that fails, before the job fails. */
  public static final int ATTEMPTS = 2;

  private TestSpark() {}

  /**
   * From now on exports hold leases of so many seconds, until {@link #leaseAsUsual}: for tests that
   * wait until one is lost.
   */
  public static void leaseFor(int seconds) {
    session().sparkContext().conf().set(LEASE_TIME, seconds + "s");
  }

  /** Ends what {@link #leaseFor} began. */
  public static void leaseAsUsual() {
    session().sparkContext().conf().remove(LEASE_TIME);
  }

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
