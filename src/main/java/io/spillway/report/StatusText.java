package io.spillway.report;

import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.ExportStatus;
import io.spillway.ledger.History;
import io.spillway.ledger.RecordedCounts;
import io.spillway.ledger.RowsRecord;
import io.spillway.ledger.lease.LeaseSeen;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The exports of a destination, for people: a few lines each. */
public final class StatusText {
  private static final int SHORT_ID = 12;

  private StatusText() {}

  /** Returns all recorded exports, newest first. */
  public static String of(ExportHistory history) {
    StringBuilder text = new StringBuilder();
    int count = history.exports().size() + history.history().unreadable().size();
    text.append(
        count == 0 ? "No export" : Sizes.number(count) + (count == 1 ? " export" : " exports"));
    text.append(" to ").append(history.destination());
    text.append(count == 0 ? " is recorded\n" : count == 1 ? "\n" : ", newest first\n");
    text.append("lease: ").append(lease(history)).append('\n');
    history.exports().forEach(entry -> text.append('\n').append(of(entry)));
    for (History.Unreadable one : history.history().unreadable()) {
      text.append('\n').append(one.exportId()).append("  UNREADABLE\n");
      text.append("    ").append(Failure.printable(one.reason())).append('\n');
    }
    return text.toString();
  }

  /**
   * Returns the holder of the lease, as far as it is known without waiting for its next heartbeat.
   */
  static String lease(ExportHistory history) {
    return history.lease().filter(LeaseSeen::held).map(StatusText::held).orElse("free");
  }

  private static String held(LeaseSeen lease) {
    StringBuilder text = new StringBuilder("held by ");
    text.append(Failure.printable(lease.holder().orElse("an export that does not say who it is")));
    lease.since().ifPresent(since -> text.append(" since ").append(Failure.printable(since)));
    text.append(", ");
    text.append(
        lease.beats().isPresent()
            ? Sizes.number(lease.beats().getAsLong())
                + (lease.beats().getAsLong() == 1 ? " beat" : " beats")
                + " so far"
            : "whose beat is missing or damaged");
    lease.exportId().ifPresent(id -> text.append(", for ").append(Failure.printable(id)));
    return text.toString();
  }

  private static String of(History.Entry entry) {
    ExportRecord record = entry.record();
    StringBuilder text = new StringBuilder();
    text.append(record.exportId()).append("  ").append(entry.standing()).append('\n');
    text.append("    ").append(what(record)).append("; ").append(when(record)).append('\n');
    text.append("    ").append(done(entry)).append('\n');
    trouble(entry).forEach(line -> text.append("    ").append(line).append('\n'));
    return text.toString();
  }

  private static String what(ExportRecord record) {
    RowsRecord rows = record.rows();
    if (rows != null) {
      return Failure.printable(record.what().source()) + ", snapshot of " + rows.takenAt();
    }
    String since = record.what().since();
    return Failure.printable(record.what().source())
        + "/"
        + shortened(record.what().commit())
        + (since == null ? ", full" : ", since " + shortened(since))
        + (record.what().filters().isEmpty() ? "" : ", keys " + filters(record.what().filters()));
  }

  /** Returns globs with their signs. */
  static String filters(List<String> filters) {
    return Failure.printable(String.join(" ", filters));
  }

  private static String when(ExportRecord record) {
    ExportRecord.End end = record.end();
    return "began "
        + record.run().startedAt()
        + (end == null ? "" : ", took " + Sizes.time(Duration.ofMillis(end.durationMillis())))
        + (record.run().attempt() == 1 ? "" : ", attempt " + record.run().attempt());
  }

  private static String done(History.Entry entry) {
    ExportRecord record = entry.record();
    RecordedCounts counts = record.counts();
    if (record.rows() != null) {
      return RowsText.summary(record.rows())
          + ", "
          + Sizes.number(record.rows().files())
          + " files ("
          + Sizes.bytes(record.rows().bytes())
          + ")";
    }
    if (record.end() == null) {
      return entry.standing() == ExportStatus.RUNNING
          ? "under way; what it has done is recorded when it ends"
          : record.wrote() ? "wrote an unknown amount" : "wrote nothing";
    }
    List<String> done = new ArrayList<>();
    long leftovers = counts.of(Count.LEFTOVERS);
    done.add(
        Sizes.objects(counts.of(Count.OBJECTS)) + " (" + Sizes.bytes(counts.of(Count.BYTES)) + ")");
    add(done, counts.of(Count.DELETED), "deleted");
    add(done, counts.of(Count.MIRRORED), "of them by the mirror");
    add(done, counts.of(Count.SKIPPED), "skipped");
    add(done, leftovers, leftovers == 1 ? "leftover" : "leftovers");
    add(done, counts.failed(), "failed");
    return String.join(", ", done);
  }

  private static void add(List<String> done, long count, String what) {
    if (count > 0) {
      done.add(Sizes.number(count) + " " + what);
    }
  }

  /** Returns lines about an export that did not succeed. */
  static List<String> trouble(History.Entry entry) {
    List<String> lines = new ArrayList<>();
    if (entry.standing() == ExportStatus.UNFINISHED) {
      lines.add(
          "it did not end: it was killed, or lost its lease"
              + (entry.record().rows() == null
                  ? "; the next export settles what it left"
                  : "; its folder is not complete"));
    }
    entry.record().failures().stream()
        .findFirst()
        .ifPresent(failure -> lines.add("first failure: " + failure));
    return lines;
  }

  private static String shortened(String id) {
    return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
  }
}
