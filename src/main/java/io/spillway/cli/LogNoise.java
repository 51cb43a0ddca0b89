package io.spillway.cli;

import java.net.URI;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.DefaultConfiguration;

/** The configuration of Spark's own log, reduced so that users see progress and results. */
public final class LogNoise {
  private static final List<String> NOISY =
      List.of("org.apache.spark", "org.apache.hadoop", "org.sparkproject", "org.spark_project");

  private static final URI OWN =
      URI.create(String.valueOf(LogNoise.class.getResource("log4j2.properties")));

  private LogNoise() {}

  /** Limits Spark and Hadoop to warnings, and what they print beside the report to errors. */
  public static void hush() {
    // Spark logs to the first of these contexts, and checks whether the second is configured: if
    // not, it would replace these levels by its own.
    configure(LogManager.getContext(false));
    configure(LogManager.getContext(true));
    NOISY.forEach(name -> Configurator.setLevel(name, Level.WARN));
    Configurator.setLevel("org.apache.hadoop.util.NativeCodeLoader", Level.ERROR);
    Configurator.setLevel("org.apache.spark.util.Utils", Level.ERROR);
    // The report names each failure; these print its trace as well, also when a user stops a job.
    Configurator.setLevel("org.apache.spark.executor.Executor", Level.OFF);
    Configurator.setLevel("org.apache.spark.TaskContextImpl", Level.OFF);
    Configurator.setLevel("org.apache.spark.scheduler.TaskSetManager", Level.ERROR);
  }

  private static void configure(org.apache.logging.log4j.spi.LoggerContext context) {
    if (context instanceof LoggerContext ours
        && ours.getConfiguration() instanceof DefaultConfiguration) {
      ours.setConfigLocation(OWN);
    }
  }
}
