package io.spillway;

import io.spillway.base.SpillwayException;
import io.spillway.source.SourceSettings;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The settings of a Spark session, or of a process without Spark, for a source. */
record HadoopSourceSettings(Optional<SparkConf> spark, Configuration hadoop)
    implements SourceSettings {
  private static final String PROVIDERS = "hadoop.security.credential.provider.path";

  HadoopSourceSettings(Configuration hadoop) {
    this(Optional.empty(), hadoop);
  }

  /** Returns the settings of Hadoop, and those of Spark by their own names. */
  static HadoopSourceSettings of(JavaSparkContext context) {
    return new HadoopSourceSettings(Optional.of(context.getConf()), context.hadoopConfiguration());
  }

  @Override
  public Optional<String> find(String name) {
    return Optional.ofNullable(hadoop.get(name))
        .or(() -> spark.filter(conf -> conf.contains(name)).map(conf -> conf.get(name)));
  }

  @Override
  public Optional<String> secret(String name) {
    try {
      return Optional.ofNullable(hadoop.getPassword(name)).map(String::new);
    } catch (IOException e) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "Cannot read the credential providers of " + PROVIDERS + ": " + e.getMessage() + ".",
          e);
    }
  }
}
