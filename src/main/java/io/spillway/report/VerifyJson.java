package io.spillway.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.object.verify.Difference;
import io.spillway.object.verify.Difference.Kind;
import io.spillway.object.verify.Equality;
import io.spillway.object.verify.Verified;
import io.spillway.outcome.Failure;
import io.spillway.outcome.RowsVerified;

/** The comparison of a destination with a commit, as JSON. */
public final class VerifyJson {
  private VerifyJson() {}

  /**
   * Returns the whole comparison.
   *
   * @param listed whether the differences have been printed already
   */
  public static ObjectNode of(VerifyReport report, boolean listed) {
    if (report.content() instanceof VerifyReport.OfRows rows) {
      return ofRows(report, rows);
    }
    ObjectNode json = Json.document("verification").put("equal", report.isEqual());
    json.put("source", report.repository()).put("commitId", report.commitId());
    json.put("destination", report.destination()).put("readContent", report.readsContent());
    report.globs().texts().forEach(json.putArray("filters")::add);
    json.put("durationMillis", report.duration().toMillis());
    counts(json.putObject("counts"), report.verified());
    CostJson.add(json, report.verified().cost());
    ArrayNode remarks = json.putArray("remarks");
    report.remarks().forEach((what, why) -> remarks.addObject().put("what", what).put("why", why));
    if (!listed) {
      ArrayNode differences = json.putArray("differences");
      report.differences().forEach(difference -> add(differences.addObject(), difference));
    }
    return json;
  }

  private static ObjectNode ofRows(VerifyReport report, VerifyReport.OfRows rows) {
    RowsVerified found = rows.verified();
    ObjectNode json = Json.document("row-verification").put("equal", report.isEqual());
    json.put("source", report.source()).put("destination", report.destination());
    json.put("exportId", rows.exportId()).put("readContent", report.readsContent());
    json.put("durationMillis", report.duration().toMillis());
    json.putObject("counts")
        .put("tables", rows.tables())
        .put("files", found.files())
        .put("rows", found.rows())
        .put("differing", found.differences().total());
    CostJson.add(json, found.cost());
    ArrayNode differences = json.putArray("differences");
    for (Failure one : found.differences().kept()) {
      differences.addObject().put("key", one.key()).put("reason", one.reason());
    }
    return json;
  }

  private static void counts(ObjectNode json, Verified found) {
    json.put("objects", found.objects())
        .put("bytes", found.bytes(Verified.Content.EQUAL))
        .put("provedByChecksum", found.count(Equality.CHECKSUM))
        .put("provedByContent", found.count(Equality.CONTENT))
        .put("provedBySize", found.count(Equality.SIZE));
    for (Kind kind : Kind.values()) {
      json.put(kind.text(), found.count(kind));
    }
    json.put("bytesRead", found.bytes(Verified.Content.READ));
  }

  /** Returns one difference. */
  public static ObjectNode of(Difference difference) {
    ObjectNode json = Json.object();
    add(json, difference);
    return json;
  }

  private static void add(ObjectNode json, Difference difference) {
    json.put("difference", difference.kind().text()).put("key", difference.key());
    if (difference.expectedSize() >= 0) {
      json.put("expectedSize", difference.expectedSize());
    }
    if (difference.size() >= 0) {
      json.put("size", difference.size());
    }
    put(json, "expectedChecksum", difference.expectedChecksum());
    put(json, "tag", difference.tag());
    put(json, "md5", difference.md5());
    put(json, "reason", difference.reason());
  }

  private static void put(ObjectNode json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }
}
