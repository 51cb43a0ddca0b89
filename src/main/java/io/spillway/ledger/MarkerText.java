package io.spillway.ledger;

import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The content of a marker: UTF-8 text for people. */
final class MarkerText {
  private MarkerText() {}

  static String of(ExportRecord record, ExportRecord.End end, Summary summary) {
    StringBuilder text = new StringBuilder();
    line(text, "state", record.state().isSuccess() ? "SUCCESS" : "FAILURE");
    line(text, "source", record.what().source());
    known(text, "commit", record.what().commitId());
    known(text, "since", record.what().since());
    record.what().filters().forEach(filter -> line(text, "filter", Failure.printable(filter)));
    line(text, "export", record.exportId());
    line(text, "started", record.run().startedAt());
    line(text, "ended", end.endedAt());
    line(text, "duration", seconds(end.durationMillis()));
    appendRows(text, record.rows());
    appendCounts(text, record.counts());
    appendFailures(text, summary);
    return text.toString();
  }

  private static void appendRows(StringBuilder text, @Nullable RowsRecord rows) {
    if (rows != null) {
      line(text, "snapshot", rows.snapshot());
      line(text, "position", rows.position());
      line(text, "taken", rows.takenAt());
      line(text, "tables", String.valueOf(rows.done()));
      line(text, "rows", String.valueOf(rows.count()));
      count(text, "tables skipped", rows.skipped().size());
      rows.notes().forEach(note -> line(text, "note", Failure.printable(note)));
    }
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f s", millis / 1000.0);
  }

  private static void appendCounts(StringBuilder text, ExportRecord.Counts counts) {
    line(text, "objects", String.valueOf(counts.objects()));
    line(text, "bytes", String.valueOf(counts.bytes()));
    known(text, "present", counts.present());
    count(text, "deleted", counts.deleted());
    known(text, "mirrored", counts.mirrored());
    count(text, "skipped", counts.skipped());
    count(text, "leftovers", counts.leftovers());
    count(text, "proved by size alone", counts.provedBySize());
    count(text, "metadata dropped", counts.metadataDropped());
    count(text, "metadata not kept", counts.metadataNotKept());
    count(text, "failed", counts.failed());
  }

  private static void known(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      line(text, name, value.toString());
    }
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
