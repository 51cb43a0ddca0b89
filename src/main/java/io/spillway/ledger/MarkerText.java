package io.spillway.ledger;

import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
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
      rows.guarantee().ifPresent(one -> line(text, "consistency", one.toString()));
      line(text, "tables", String.valueOf(rows.done()));
      line(text, "rows", String.valueOf(rows.count()));
      count(text, "replaced files", rows.increment() == null ? 0 : rows.increment().removed());
      count(text, "tables skipped", rows.skipped().size());
      rows.notes().forEach(note -> line(text, "note", Failure.printable(note)));
    }
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f s", millis / 1000.0);
  }

  private static void appendCounts(StringBuilder text, RecordedCounts counts) {
    line(text, "objects", String.valueOf(counts.of(Count.OBJECTS)));
    line(text, "bytes", String.valueOf(counts.of(Count.BYTES)));
    known(text, "present", counts.present());
    count(text, "deleted", counts.of(Count.DELETED));
    count(text, "mirrored", counts.of(Count.MIRRORED));
    count(text, "skipped", counts.of(Count.SKIPPED));
    count(text, "leftovers", counts.of(Count.LEFTOVERS));
    count(text, "proved by size alone", counts.of(Count.PROVED_BY_SIZE));
    count(text, "metadata dropped", counts.of(Count.METADATA_DROPPED));
    count(text, "metadata not kept", counts.of(Count.METADATA_NOT_KEPT));
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
