package io.spillway.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.History;
import io.spillway.ledger.RecordedSummary;
import io.spillway.ledger.lease.LeaseSeen;
import org.jspecify.annotations.Nullable;

/** The exports of a destination as JSON, with the field names of {@code export.json}. */
public final class StatusJson {
  private StatusJson() {}

  /**
   * Returns all exports, or one in detail.
   *
   * @param detailed whether to include failures, cost and the state before the export
   */
  public static ObjectNode of(ExportHistory history, boolean detailed) {
    ObjectNode json = Json.document("status");
    json.put("destination", history.destination().toString());
    json.put("ledger", history.ledger().toString());
    history.lease().ifPresent(lease -> lease(json.putObject("lease"), lease));
    ArrayNode exports = json.putArray("exports");
    for (History.Entry entry : history.exports()) {
      ObjectNode export = export(exports.addObject(), entry);
      if (detailed) {
        details(export, entry.record());
      }
    }
    ArrayNode unreadable = json.putArray("unreadable");
    for (History.Unreadable one : history.history().unreadable()) {
      unreadable.addObject().put("exportId", one.exportId()).put("reason", one.reason());
    }
    return json;
  }

  private static void lease(ObjectNode json, LeaseSeen lease) {
    json.put("lease", lease.number()).put("held", lease.held());
    lease.holder().ifPresent(holder -> json.put("holder", holder));
    lease.since().ifPresent(since -> json.put("since", since));
    lease.beats().ifPresent(beats -> json.put("beats", beats));
    lease.exportId().ifPresent(id -> json.put("exportId", id));
  }

  private static ObjectNode export(ObjectNode json, History.Entry entry) {
    ExportRecord record = entry.record();
    json.put("exportId", record.exportId());
    json.put("state", record.state().name()).put("standing", entry.standing().text());
    json.put("source", record.what().source());
    known(json, "commitId", record.what().commitId());
    known(json, "since", record.what().since());
    json.put("destination", record.what().destination());
    record.what().filters().forEach(json.putArray("filters")::add);
    json.put("attempt", record.run().attempt()).put("lease", record.run().lease());
    json.put("startedAt", record.run().startedAt());
    ExportRecord.End end = record.end();
    if (end != null) {
      json.put("endedAt", end.endedAt()).put("durationMillis", end.durationMillis());
      json.put("marker", end.marker());
    }
    json.put("wrote", record.wrote());
    ObjectNode counts = json.putObject("counts");
    if (record.counts().present() != null) {
      counts.put("present", record.counts().present());
    }
    ReportJson.counts(counts, RecordedSummary.summary(record));
    if (record.rows() != null) {
      RowsJson.add(json, record.rows());
    }
    return json;
  }

  private static void details(ObjectNode json, ExportRecord record) {
    known(json, "metadata", record.what().metadata());
    json.put("spillwayVersion", record.run().spillwayVersion());
    ExportRecord.Before before = record.before();
    ObjectNode known = json.putObject("before");
    known(known, "base", before.base());
    if (before.present() != null) {
      known.put("present", before.present());
    }
    before.filters().forEach(known.putArray("filters")::add);
    before.attempts().forEach(known.putArray("attempts")::add);
    CostJson.add(json, RecordedSummary.summary(record).cost());
    ReportJson.failures(json, record.failures());
  }

  private static void known(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
