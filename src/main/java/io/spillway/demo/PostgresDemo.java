package io.spillway.demo;

import io.spillway.base.Location;
import io.spillway.ledger.RowsRecord;
import io.spillway.report.ExportReport;
import io.spillway.report.Result;
import io.spillway.request.ExportRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The demo of Postgres: an embedded server with a sample shop, whose tables are exported. */
public final class PostgresDemo implements Demo {
  private static final List<String> SHOWN =
      List.of("id", "region", "tenant", "status", "placed", "total", "tags");
  private static final int ROWS_SHOWN = 5;

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public String sample() {
    return "a shop in an embedded Postgres";
  }

  @Override
  public String folder() {
    return "spillway-demo-postgres";
  }

  @Override
  public Result run(DemoHost host, Path folder) {
    host.remark(
        String.format(
            Locale.ROOT,
            "spillway: starting an embedded Postgres with a shop of %,d partitions",
            ShopSchema.REGIONS * ShopSchema.TENANTS));
    try (ShopDatabase shop = ShopDatabase.start()) {
      ExportReport report =
          host.export(ExportRequest.of(shop.uri(), folder.toAbsolutePath().toString()));
      return new ShopReport(report, arrived(host.spark(), shop, report, folder));
    }
  }

  private static ShopDemoResult arrived(
      SparkSession spark, ShopDatabase shop, ExportReport report, Path folder) {
    Path export = folder.resolve(report.exportId());
    List<ShopDemoResult.Table> tables =
        shop.tables().stream().map(stored -> arrived(stored, find(stored.name(), report))).toList();
    Path orders = export.resolve(find(ShopDatabase.ORDERS, report).folder());
    return new ShopDemoResult(export, tables, ShopDatabase.ORDERS, SHOWN, rows(spark, orders));
  }

  private static ShopDemoResult.Table arrived(
      ShopDatabase.Stored stored, RowsRecord.OfTable exported) {
    return new ShopDemoResult.Table(
        stored.name(),
        stored.partitions(),
        exported.rows(),
        exported.files(),
        exported.bytes(),
        stored.bytes());
  }

  private static RowsRecord.OfTable find(String name, ExportReport report) {
    return report.rows().tables().stream()
        .filter(table -> table.table().equals(ShopDatabase.NAME + "." + name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The export has no table " + name));
  }

  /** Returns the first rows, as Spark reads them. */
  private static List<List<String>> rows(SparkSession spark, Path table) {
    List<Row> rows =
        spark
            .read()
            .parquet(Location.ofFolder(table).toString())
            .orderBy(SHOWN.get(0))
            .limit(ROWS_SHOWN)
            .selectExpr(
                SHOWN.stream()
                    .map(column -> "cast(" + column + " as string)")
                    .toArray(String[]::new))
            .collectAsList();
    return rows.stream()
        .map(row -> IntStream.range(0, SHOWN.size()).mapToObj(row::getString).toList())
        .toList();
  }
}
