package io.spillway.house.planted.report;

/** Planted: breaks a rule on purpose. */
public final class NamesSpark {
  public static final Class<?> SPARK = org.apache.spark.sql.SparkSession.class;

  private NamesSpark() {}
}
