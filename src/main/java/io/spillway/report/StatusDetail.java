package io.spillway.report;

import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.ExportStatus;
import io.spillway.ledger.History;
import io.spillway.ledger.RecordedCounts;
import io.spillway.ledger.RecordedSummary;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The text of one recorded export in detail. */
public final class StatusDetail {
  private StatusDetail() {}

  public static String of(ExportHistory history, History.Entry entry) {
    ExportRecord record = entry.record();
    Lines lines = new Lines();
    lines.title("Export " + record.exportId() + " " + entry.standing());
    what(lines, record);
    run(lines, record);
    if (entry.standing() == ExportStatus.RUNNING) {
      lines.line("lease", StatusText.lease(history));
    }
    if (entry.standing() == ExportStatus.UNFINISHED) {
      StatusText.trouble(entry).stream().limit(1).forEach(line -> lines.plain("  " + line));
    }
    RowsText.tables(lines, record.rows());
    if (record.rows() != null) {
      CostText.traffic(lines, RecordedSummary.summary(record).cost());
      CostText.work(lines, RecordedSummary.summary(record).cost());
    } else {
      objects(lines, record);
    }
    lines.failures(record.counts().failed(), record.failures());
    if (record.end() != null) {
      lines.line("marker", record.end().marker());
    }
    return lines.text();
  }

  private static void objects(Lines lines, ExportRecord record) {
    if (record.end() != null) {
      counts(lines, record);
    }
    before(lines, record);
  }

  private static void what(Lines lines, ExportRecord record) {
    lines.line("source", Failure.printable(record.what().source()));
    if (record.rows() != null) {
      RowsText.snapshot(lines, record.rows());
    }
    line(lines, "commit", record.what().commitId());
    line(lines, "since", record.what().since());
    lines.line("to", Failure.printable(record.what().destination()));
    if (!record.what().filters().isEmpty()) {
      lines.line("keys", StatusText.filters(record.what().filters()));
    }
    line(lines, "metadata", record.what().metadata());
  }

  private static void line(Lines lines, String name, @Nullable String value) {
    if (value != null) {
      lines.line(name, Failure.printable(value));
    }
  }

  private static void run(Lines lines, ExportRecord record) {
    ExportRecord.Run run = record.run();
    lines.line(
        "run",
        "attempt "
            + run.attempt()
            + ", lease "
            + run.lease()
            + ", Spillway "
            + Failure.printable(run.spillwayVersion()));
    lines.line("started", run.startedAt());
    ExportRecord.End end = record.end();
    if (end != null) {
      lines.line("ended", end.endedAt());
      lines.line("time", Sizes.time(Duration.ofMillis(end.durationMillis())));
    }
    if (!record.wrote()) {
      lines.line("wrote", "nothing: the destination is as it was");
    }
  }

  private static void counts(Lines lines, ExportRecord record) {
    RecordedCounts counts = record.counts();
    Long present = counts.present();
    lines.line(
        "objects",
        Sizes.number(counts.of(Count.OBJECTS))
            + (present == null ? "" : " of " + Sizes.number(present) + " in the commit"));
    lines.line("bytes", Sizes.bytes(counts.of(Count.BYTES)));
    long mirrored = counts.of(Count.MIRRORED);
    lines.line(
        "deleted",
        Sizes.number(counts.of(Count.DELETED))
            + (mirrored == 0 ? "" : ", " + Sizes.number(mirrored) + " of them by the mirror"));
    lines.line(
        "skipped",
        Sizes.number(counts.of(Count.SKIPPED))
            + " ("
            + Sizes.bytes(counts.of(Count.SKIPPED_BYTES))
            + ")");
    lines.line("leftovers", Sizes.number(counts.of(Count.LEFTOVERS)));
    Summary summary = RecordedSummary.summary(record);
    ReportText.doubts(lines, summary);
    CostText.add(lines, summary);
  }

  private static void before(Lines lines, ExportRecord record) {
    ExportRecord.Before before = record.before();
    Long present = before.present();
    lines.line(
        "before",
        before.base() == null
            ? "unknown"
            : Failure.printable(before.base())
                + (present == null ? "" : " (" + Sizes.objects(present) + ")")
                + (before.filters().isEmpty()
                    ? ""
                    : ", keys " + StatusText.filters(before.filters())));
    before
        .attempts()
        .forEach(commit -> lines.line("tried", Failure.printable(commit) + ", without SUCCESS"));
  }
}
