package io.spillway.ledger;

import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Imports;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Tally;
import io.spillway.store.Traffic;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The summary of a run as restored from its record, with the values known when the run ended. */
public final class RecordedSummary {
  private RecordedSummary() {}

  /** Returns counts, failures and cost. */
  public static Summary summary(ExportRecord record) {
    ExportRecord.Counts counts = record.counts();
    return new Summary(
        new Tally(counts.objects(), counts.bytes()),
        new Tally(counts.skipped(), counts.skippedBytes()),
        counts.deleted(),
        counts.mirrored() == null ? 0 : counts.mirrored(),
        counts.leftovers(),
        counts.provedBySize(),
        counts.metadataDropped(),
        counts.metadataNotKept(),
        new Failures(counts.failed(), record.failures()),
        cost(record.cost()),
        Map.of(),
        counts.imported() == null ? Imports.NONE : counts.imported().imports());
  }

  private static Cost cost(@Nullable RecordedCost spent) {
    if (spent == null) {
      return Cost.NONE;
    }
    return new Cost(
        traffic(spent.tasks()),
        traffic(spent.driver()),
        spent.taskCount(),
        spent.taskMillis(),
        task(spent.slowestTask()));
  }

  private static Cost.@Nullable Task task(RecordedCost.@Nullable Slowest slowest) {
    return slowest == null
        ? null
        : new Cost.Task(
            slowest.step(),
            slowest.firstSlice(),
            slowest.lastSlice(),
            slowest.lastKey(),
            new Tally(slowest.objects(), slowest.bytes()),
            slowest.millis());
  }

  private static Traffic traffic(RecordedCost.Stores stores) {
    Map<Traffic.Kind, Long> requests = new EnumMap<>(Traffic.Kind.class);
    for (Traffic.Kind kind : Traffic.Kind.values()) {
      Long count = stores.requests().get(kind.text());
      if (count != null) {
        requests.put(kind, count);
      }
    }
    return new Traffic(
        requests,
        stores.sent(),
        stores.received(),
        stores.copied(),
        stores.fileRead(),
        stores.fileWritten(),
        stores.retries(),
        stores.throttles());
  }
}
