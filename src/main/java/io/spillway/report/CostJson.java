package io.spillway.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.outcome.Cost;
import io.spillway.store.Traffic;

/** The cost of an export as JSON, with the field names of {@code export.json}. */
public final class CostJson {
  private CostJson() {}

  /** Adds the cost unless it is {@link Cost#NONE}. */
  public static void add(ObjectNode json, Cost cost) {
    if (cost.equals(Cost.NONE)) {
      return;
    }
    ObjectNode spent = json.putObject("cost");
    traffic(spent.putObject("tasks"), cost.tasks());
    traffic(spent.putObject("driver"), cost.driver());
    spent.put("taskCount", cost.count()).put("taskMillis", cost.millis());
    Cost.Task slowest = cost.slowest();
    if (slowest != null) {
      spent
          .putObject("slowestTask")
          .put("step", slowest.step())
          .put("firstSlice", slowest.firstSlice())
          .put("lastSlice", slowest.lastSlice())
          .put("lastKey", slowest.lastKey())
          .put("objects", slowest.planned().objects())
          .put("bytes", slowest.planned().bytes())
          .put("millis", slowest.millis());
    }
  }

  private static void traffic(ObjectNode json, Traffic traffic) {
    ObjectNode requests = json.putObject("requests");
    traffic.requests().forEach((kind, count) -> requests.put(kind.text(), count));
    json.put("sent", traffic.sent())
        .put("received", traffic.received())
        .put("copied", traffic.copied())
        .put("fileRead", traffic.fileRead())
        .put("fileWritten", traffic.fileWritten())
        .put("retries", traffic.retries())
        .put("throttles", traffic.throttles());
  }
}
