package io.spillway.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.report.ExportReport;
import io.spillway.report.Json;
import io.spillway.report.ReportJson;
import io.spillway.report.Reports;
import io.spillway.report.Result;

/**
 * The result of the demo.
 *
 * @param report of its export
 * @param arrived the contents of its folder
 */
public record DemoReport(ExportReport report, DemoResult arrived) implements Result {
  @Override
  public String text() {
    return Reports.text(report) + DemoText.of(arrived);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = Json.document("demo").put("folder", arrived.folder().toString());
    json.set("export", ReportJson.of(report));
    ArrayNode groups = json.putArray("arrived");
    arrived
        .groups()
        .forEach(
            (name, tally) ->
                groups
                    .addObject()
                    .put("name", name)
                    .put("objects", tally.objects())
                    .put("bytes", tally.bytes()));
    return json;
  }
}
