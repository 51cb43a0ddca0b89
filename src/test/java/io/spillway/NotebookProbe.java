package io.spillway;

import io.spillway.report.ExportReport;
import org.apache.spark.sql.SparkSession;

/** What a notebook does, in a JVM that has the built jar instead of our classes. */
final class NotebookProbe {
  private NotebookProbe() {}

  /** Keys with a {@code 7} go last. */
  static final class SevensLast implements KeyFilter {
    private static final long serialVersionUID = 1L;

    @Override
    public int rounds() {
      return 2;
    }

    @Override
    public int roundForKey(String key) {
      return key.contains("7") ? 2 : 1;
    }
  }

  /** Takes a repository and a destination, and says what it saw. */
  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("notebook").getOrCreate()) {
      ApiClient client = new ApiClient(spark.sparkContext().hadoopConfiguration());
      ExportReport report =
          new Exporter(spark, client, new SevensLast(), args[0], args[1], 3)
              .exportAllFromBranch("main");
      String serializer = spark.conf().get("spark.serializer");
      System.out.println(
          serializer + " " + report.success() + " " + report.objects() + " " + report.marker());
    }
  }
}
