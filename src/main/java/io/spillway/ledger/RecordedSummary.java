package io.spillway.ledger;

import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Imports;
import io.spillway.outcome.Summary;
import java.util.Map;

/** The summary of a run as restored from its record, with the values known when the run ended. */
public final class RecordedSummary {
  private RecordedSummary() {}

  /** Returns counts, failures and cost. */
  public static Summary summary(ExportRecord record) {
    RecordedCounts counts = record.counts();
    return new Summary(
        counts.done(),
        new Failures(counts.failed(), record.failures()),
        record.cost() == null ? Cost.NONE : record.cost().cost(),
        Map.of(),
        counts.imported() == null ? Imports.NONE : counts.imported().imports());
  }
}
