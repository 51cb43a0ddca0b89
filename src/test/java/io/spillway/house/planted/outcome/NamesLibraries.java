package io.spillway.house.planted.outcome;

import java.util.List;

/** Planted: breaks a rule on purpose. */
public final class NamesLibraries {
  public static final List<Class<?>> LIBRARIES =
      List.of(
          org.apache.spark.sql.SparkSession.class,
          org.apache.hadoop.conf.Configuration.class,
          scala.Option.class,
          software.amazon.awssdk.services.s3.S3Client.class,
          io.lakefs.clients.sdk.ApiClient.class,
          org.rocksdb.SstFileReader.class,
          org.apache.parquet.schema.MessageType.class,
          org.postgresql.PGConnection.class);

  private NamesLibraries() {}
}
