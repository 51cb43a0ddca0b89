package io.spillway.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.outcome.Failure;

/** The results of commands on rows. */
public final class RowResults {
  private RowResults() {}

  /** The result of an export of rows, or of its dry run. */
  public record OfExport(RowReport report) implements Result {
    @Override
    public String text() {
      return Reports.text(report);
    }

    @Override
    public ObjectNode json() {
      return report.isDryRun() ? plan() : export();
    }

    private ObjectNode export() {
      ObjectNode json = Json.document("row-export").put("success", report.success());
      json.put("exportId", report.exportId()).put("source", report.source());
      json.put("durationMillis", report.duration().toMillis());
      if (!report.marker().isEmpty()) {
        json.put("markerLocation", report.marker());
      }
      json.putObject("counts")
          .put("rows", report.rows().count())
          .put("files", report.summary().copied().objects())
          .put("bytes", report.summary().copied().bytes())
          .put("failed", report.failed());
      RowsJson.add(json, report.rows());
      CostJson.add(json, report.summary().cost());
      ReportJson.failures(json, report.failures());
      return json;
    }

    private ObjectNode plan() {
      ObjectNode json = Json.document("row-plan").put("source", report.source());
      json.put("durationMillis", report.duration().toMillis());
      RowsJson.add(json, report.rows());
      return json;
    }
  }

  /** The comparison of an export of rows with its record. */
  public record OfVerification(RowVerifyReport report) implements Result {
    @Override
    public String text() {
      return RowVerifyText.of(report).text();
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = Json.document("row-verification").put("equal", report.isEqual());
      json.put("source", report.source()).put("destination", report.destination());
      json.put("exportId", report.exportId()).put("readContent", report.readsContent());
      json.put("durationMillis", report.duration().toMillis());
      json.putObject("counts")
          .put("tables", report.tables())
          .put("files", report.files())
          .put("rows", report.rows())
          .put("differing", report.differences().total());
      CostJson.add(json, report.cost());
      ArrayNode differences = json.putArray("differences");
      for (Failure one : report.differences().kept()) {
        differences.addObject().put("key", one.key()).put("reason", one.reason());
      }
      return json;
    }
  }
}
