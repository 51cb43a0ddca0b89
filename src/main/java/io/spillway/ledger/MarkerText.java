package io.spillway.ledger;

import io.spillway.plan.Failure;
import io.spillway.plan.Summary;
import java.time.Duration;
import java.util.Locale;

/** What a marker holds: UTF-8 text for people. */
final class MarkerText {
  private MarkerText() {}

  static String of(ExportRecord record, Summary summary) {
    StringBuilder text = new StringBuilder();
    line(text, "state", record.state().isSuccess() ? "SUCCESS" : "FAILURE");
    line(text, "source", record.source());
    line(text, "commit", record.commitId());
    line(text, "export", record.exportId());
    line(text, "started", record.startedAt());
    line(text, "ended", String.valueOf(record.endedAt()));
    line(text, "duration", seconds(record));
    line(text, "objects", String.valueOf(record.objects()));
    line(text, "bytes", String.valueOf(record.bytes()));
    count(text, "proved by size alone", record.provedBySize());
    count(text, "metadata dropped", record.metadataDropped());
    count(text, "metadata not kept", record.metadataNotKept());
    count(text, "failed", record.failed());
    appendFailures(text, summary);
    return text.toString();
  }

  private static String seconds(ExportRecord record) {
    Duration duration =
        Duration.ofMillis(record.durationMillis() == null ? 0 : record.durationMillis());
    return String.format(Locale.ROOT, "%.3f s", duration.toMillis() / 1000.0);
  }

  private static void count(StringBuilder text, String name, long count) {
    if (count > 0) {
      line(text, name, String.valueOf(count));
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append('\n');
  }

  private static void appendFailures(StringBuilder text, Summary summary) {
    if (summary.failures().isEmpty()) {
      return;
    }
    text.append('\n');
    for (Failure failure : summary.failures().kept()) {
      text.append(failure).append('\n');
    }
    long more = summary.failures().total() - summary.failures().kept().size();
    if (more > 0) {
      text.append("… and ").append(more).append(" more\n");
    }
  }
}
