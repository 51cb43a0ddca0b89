package io.spillway.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Consistency;
import io.spillway.ledger.RowsRecord;

/** An export of rows as JSON, with the field names of {@code export.json}. */
public final class RowsJson {
  private RowsJson() {}

  /** Adds the snapshot, the tables and their progress. */
  public static void add(ObjectNode json, RowsRecord rows) {
    ObjectNode node = json.putObject("rows");
    node.put("snapshot", rows.snapshot());
    node.put("position", rows.position());
    node.put("takenAt", rows.takenAt());
    rows.guarantee().ifPresent(one -> add(node, one));
    node.put("compression", rows.compression());
    node.put("count", rows.count()).put("done", rows.done());
    ArrayNode tables = node.putArray("tables");
    rows.tables().forEach(table -> add(tables.addObject(), table));
    ArrayNode skipped = node.putArray("skipped");
    rows.skipped()
        .forEach(one -> skipped.addObject().put("table", one.table()).put("reason", one.reason()));
    rows.notes().forEach(node.putArray("notes")::add);
    if (rows.increment() != null) {
      node.put("replacedFiles", rows.increment().removed());
    }
  }

  private static void add(ObjectNode json, Consistency consistency) {
    json.put("consistency", consistency.level().name());
    if (!consistency.remark().isEmpty()) {
      json.put("consistencyRemark", consistency.remark());
    }
  }

  private static void add(ObjectNode json, RowsRecord.OfTable table) {
    json.put("table", table.table()).put("folder", table.folder());
    json.put("state", table.state().name()).put("percent", table.percent());
    json.put("rows", table.rows()).put("files", table.files()).put("bytes", table.bytes());
    if (table.reason() != null) {
      json.put("reason", table.reason());
    }
  }
}
