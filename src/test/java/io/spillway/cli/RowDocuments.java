package io.spillway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Consistency;
import io.spillway.base.RowSnapshot;
import io.spillway.ledger.RowsRecord;
import io.spillway.ledger.RowsRecord.OfTable;
import io.spillway.ledger.RowsRecord.TableState;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import io.spillway.outcome.RowsVerified;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Tally;
import io.spillway.report.ExportReport;
import io.spillway.report.Results;
import io.spillway.report.VerifyReport;
import io.spillway.report.VerifyResult;
import io.spillway.store.Traffic;
import io.spillway.store.Traffic.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Examples of what commands on rows print for programs. */
final class RowDocuments {
  private static final String SOURCE = "postgresql://db.example.com:5432/shop";
  private static final String ID = "20261121T091538.001Z-5f3a9c1e";
  private static final RowSnapshot SNAPSHOT =
      new RowSnapshot(
          SOURCE, "00000003-0000001B-1", "0/9A3F2C8", Instant.parse("2026-11-21T09:15:38.104Z"));

  private RowDocuments() {}

  /** Each by the command that prints it. */
  static Map<String, ObjectNode> all() {
    Map<String, ObjectNode> all = new LinkedHashMap<>();
    all.put(
        "`spillway postgresql://…`, when the export has ended.",
        new Results.OfExport(export()).json());
    all.put(
        "`spillway postgresql://… --dry-run`.",
        new Results.OfExport(
                new ExportReport(
                    SOURCE,
                    "",
                    true,
                    Duration.ofMillis(310),
                    "",
                    Summary.NONE,
                    new ExportReport.OfRows(plan())))
            .json());
    all.put("`spillway verify postgresql://…`.", new VerifyResult(verification(), false).json());
    return all;
  }

  private static ExportReport export() {
    Traffic tasks = Traffic.of(Map.of(Kind.PUT, 14L, Kind.SENT, 9_733_120L));
    Summary done =
        Summary.copied(new Tally(2, 9_733_120))
            .plus(Summary.of(new Cost(tasks, Traffic.NONE, 2, Duration.ofMillis(4_100), null)));
    return new ExportReport(
        SOURCE,
        ID,
        true,
        Duration.ofMillis(4_117),
        "s3://lake-out/shop/EXPORT_" + ID + "_2026-11-21T09:15:42.118Z_SUCCESS",
        done,
        new ExportReport.OfRows(
            RowsRecord.of(
                SNAPSHOT,
                Consistency.of(Consistency.Level.SNAPSHOT),
                "zstd",
                null,
                List.of(
                    new OfTable(
                        "shop.public.customers",
                        "shop/public.customers",
                        TableState.COMPLETE,
                        100,
                        5_000,
                        1,
                        211_034,
                        null),
                    new OfTable(
                        "shop.sales.orders",
                        "shop/sales.orders",
                        TableState.COMPLETE,
                        100,
                        200_000,
                        1,
                        9_522_086,
                        null)),
                List.of(new RowsRecord.Skipped("shop.public.salaries", "may not be read")),
                List.of("1 table is left out, for the user may not read it."))));
  }

  private static RowsRecord plan() {
    return RowsRecord.of(
        SNAPSHOT,
        Consistency.of(Consistency.Level.SNAPSHOT),
        "zstd",
        null,
        List.of(
            new OfTable(
                "shop.sales.orders",
                "shop/sales.orders",
                TableState.STARTING,
                0,
                200_000,
                1,
                41_943_040,
                null)),
        List.of(),
        List.of());
  }

  private static VerifyReport verification() {
    return new VerifyReport(
        SOURCE,
        "s3://lake-out/shop",
        true,
        Duration.ofMillis(2_050),
        new VerifyReport.OfRows(
            ID,
            2,
            new RowsVerified(
                1,
                5_000,
                Failures.of(
                    ID + "/shop/sales.orders/part-00000.zstd.parquet",
                    "has other values than were read from the source, in amount"),
                Cost.NONE)));
  }
}
