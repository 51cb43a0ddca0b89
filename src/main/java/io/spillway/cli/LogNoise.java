package io.spillway.cli;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** Spark's own log, quiet: the user reads progress and results. */
public final class LogNoise {
  private static final List<String> NOISY =
      List.of("org.apache.spark", "org.apache.hadoop", "org.sparkproject", "org.spark_project");

  private LogNoise() {}

  /**
   * Lets Spark and Hadoop say warnings only; the one about Hadoop's native library not even that.
   */
  public static void hush() {
    NOISY.forEach(name -> Configurator.setLevel(name, Level.WARN));
    Configurator.setLevel("org.apache.hadoop.util.NativeCodeLoader", Level.ERROR);
    Configurator.setLevel("org.apache.spark.util.Utils", Level.ERROR);
  }
}
