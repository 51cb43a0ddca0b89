package io.spillway.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.object.plan.Preview;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import io.spillway.outcome.Tally;
import java.util.List;
import java.util.Map;

/**
 * A report as a JSON document. Fields that {@code export.json} also contains have equal names: see
 * {@code docs/reference/ledger.md}.
 */
public final class ReportJson {
  private ReportJson() {}

  /** Returns the document of an export or of a dry run. */
  public static ObjectNode of(ExportReport report) {
    if (report.content() instanceof ExportReport.OfRows) {
      return report.isDryRun() ? rowPlan(report) : rowExport(report);
    }
    return report.isDryRun() ? plan(report) : export(report);
  }

  private static ObjectNode rowExport(ExportReport report) {
    ObjectNode json = Json.document("row-export").put("success", report.success());
    json.put("exportId", report.exportId()).put("source", report.source());
    ended(json, report);
    json.putObject("counts")
        .put("rows", report.rows().count())
        .put("files", report.objects())
        .put("bytes", report.bytes())
        .put("failed", report.failed());
    RowsJson.add(json, report.rows());
    CostJson.add(json, report.summary().cost());
    failures(json, report.failures());
    return json;
  }

  private static ObjectNode rowPlan(ExportReport report) {
    ObjectNode json = Json.document("row-plan").put("source", report.source());
    json.put("durationMillis", report.duration().toMillis());
    RowsJson.add(json, report.rows());
    return json;
  }

  private static void ended(ObjectNode json, ExportReport report) {
    json.put("durationMillis", report.duration().toMillis());
    if (!report.marker().isEmpty()) {
      json.put("markerLocation", report.marker());
    }
  }

  private static ObjectNode export(ExportReport report) {
    ObjectNode json = Json.document("export").put("success", report.success());
    json.put("exportId", report.exportId());
    what(json, report);
    ended(json, report);
    counts(json.putObject("counts"), report.summary());
    CostJson.add(json, report.summary().cost());
    remarks(json, report.summary());
    failures(json, report.failures());
    return json;
  }

  private static ObjectNode plan(ExportReport report) {
    ObjectNode json = Json.document("plan").put("success", report.success());
    what(json, report);
    json.put("durationMillis", report.duration().toMillis());
    ObjectNode counts =
        json.putObject("counts")
            .put(Count.LEFTOVERS.json(), report.summary().count(Count.LEFTOVERS))
            .put("failed", report.failed());
    ImportsText.add(counts, report.summary().imports());
    ArrayNode steps = json.putArray("steps");
    report.preview().forEach(step -> step(steps.addObject(), step));
    remarks(json, report.summary());
    failures(json, report.failures());
    return json;
  }

  private static void what(ObjectNode json, ExportReport report) {
    json.put("source", report.repository()).put("commitId", report.commitId());
    report.since().ifPresent(since -> json.put("since", since));
    report.globs().texts().forEach(json.putArray("filters")::add);
  }

  /** Adds all counts. */
  static void counts(ObjectNode json, Summary summary) {
    for (Count name : Count.values()) {
      json.put(name.json(), summary.count(name));
    }
    json.put("failed", summary.failures().total());
    ImportsText.add(json, summary.imports());
  }

  private static void step(ObjectNode json, Preview step) {
    json.put("step", step.step());
    tally(json, step.act());
    json.put("skipped", step.skipped().objects()).put("skippedBytes", step.skipped().bytes());
    ArrayNode prefixes = json.putArray("prefixes");
    for (Map.Entry<String, Tally> prefix : step.prefixes().entrySet()) {
      if (!prefix.getKey().equals(Preview.OTHERS)) {
        tally(prefixes.addObject().put("prefix", prefix.getKey()), prefix.getValue());
      }
    }
    Tally others = step.prefixes().get(Preview.OTHERS);
    if (others != null) {
      tally(json.putObject("otherPrefixes"), others);
    }
  }

  private static void tally(ObjectNode json, Tally tally) {
    json.put("objects", tally.objects()).put("bytes", tally.bytes());
  }

  private static void remarks(ObjectNode json, Summary summary) {
    ArrayNode remarks = json.putArray("remarks");
    summary.remarks().forEach((what, why) -> remarks.addObject().put("what", what).put("why", why));
  }

  /** Adds the first failures. */
  public static void failures(ObjectNode json, List<Failure> first) {
    ArrayNode failures = json.putArray("failures");
    first.forEach(
        failure -> failures.addObject().put("key", failure.key()).put("reason", failure.reason()));
  }
}
