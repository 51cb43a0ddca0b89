package io.spillway.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.report.ExportReport;
import io.spillway.report.Json;
import io.spillway.report.Reports;
import io.spillway.report.Result;
import io.spillway.report.Results;

/**
 * The result of the demo of Postgres.
 *
 * @param report of its export
 * @param arrived the exported tables
 */
record ShopReport(ExportReport report, ShopDemoResult arrived) implements Result {
  @Override
  public String text() {
    return Reports.text(report) + ShopText.of(arrived);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = Json.document("demo").put("folder", arrived.folder().toString());
    json.set("export", new Results.OfExport(report).json());
    ArrayNode tables = json.putArray("arrived");
    for (ShopDemoResult.Table table : arrived.tables()) {
      tables
          .addObject()
          .put("name", table.name())
          .put("objects", table.files())
          .put("bytes", table.bytes())
          .put("partitions", table.partitions())
          .put("rows", table.rows())
          .put("sourceBytes", table.sourceBytes());
    }
    return json;
  }
}
