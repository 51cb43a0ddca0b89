package io.spillway;

import io.spillway.base.SpillwayException;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The provider of the Spark session of a command. */
interface Host {
  /** Starts to load libraries other than Spark, which may go on while Spark starts. */
  default void prepare(Runnable warmUp) {}

  /** Returns the storage settings without starting Spark. */
  Configuration storage();

  /** Runs the work with a session that stays open until the work ends. */
  <T> T run(String name, boolean verbose, Function<SparkSession, T> work);

  /**
   * Returns the exit code of an error. A host whose process must not end throws the error instead.
   */
  default int exitCode(SpillwayException e) {
    return e.kind().exitCode();
  }
}
