package io.spillway.demo;

import io.spillway.PostgresExporter;
import io.spillway.base.Location;
import io.spillway.cli.Terminal;
import io.spillway.export.RowOptions;
import io.spillway.ledger.RowsRecord;
import io.spillway.report.ExportReport;
import io.spillway.sandbox.ShopDatabase;
import io.spillway.source.postgres.PostgresAddress;
import io.spillway.source.postgres.PostgresOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The first run without a database: an embedded Postgres with a shop, exported into the working
 * directory.
 */
public final class PostgresDemo {
  private static final String FOLDER = "spillway-demo-postgres";
  private static final List<String> SHOWN =
      List.of("id", "region", "tenant", "status", "placed", "total", "tags");
  private static final int ROWS_SHOWN = 5;

  private final SparkSession spark;
  private final Terminal terminal;
  private final Path folder;

  public PostgresDemo(SparkSession spark, Terminal terminal) {
    this(spark, terminal, Path.of(FOLDER).toAbsolutePath());
  }

  /**
   * Exports to another folder.
   *
   * @param folder an absolute path
   */
  public PostgresDemo(SparkSession spark, Terminal terminal, Path folder) {
    this.spark = spark;
    this.terminal = terminal;
    this.folder = folder;
  }

  /** Runs it; the exit code. */
  public int run() {
    terminal.remark("spillway: starting an embedded Postgres with a shop of 2,000 partitions");
    try (ShopDatabase shop = ShopDatabase.start()) {
      ExportReport report =
          new PostgresExporter(
                  spark,
                  PostgresAddress.parse(shop.uri()),
                  Location.ofFolder(folder).toString(),
                  PostgresOptions.DEFAULT,
                  RowOptions.DEFAULT,
                  terminal.progress())
              .export();
      terminal.show(new ShopReport(report, arrived(shop, report)));
      return 0;
    }
  }

  private ShopDemoResult arrived(ShopDatabase shop, ExportReport report) {
    Path export = folder.resolve(report.exportId());
    List<ShopDemoResult.Table> tables =
        shop.tables().stream().map(stored -> arrived(stored, find(stored.name(), report))).toList();
    Path orders = export.resolve(find(ShopDatabase.ORDERS, report).folder());
    return new ShopDemoResult(export, tables, ShopDatabase.ORDERS, SHOWN, rows(orders));
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

  /** The first rows, as anybody's Spark would read them. */
  private List<List<String>> rows(Path table) {
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
