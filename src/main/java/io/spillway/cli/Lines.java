package io.spillway.cli;

import io.spillway.ExportReport;
import io.spillway.plan.Failure;
import java.util.Locale;

/** The lines of a report: a title, then names and values in two columns. */
final class Lines {
  private static final int FAILURES_SHOWN = 10;

  private final StringBuilder text = new StringBuilder();

  /** What was exported, and since when. */
  void title(String what, ExportReport report) {
    text.append(what).append(' ').append(report.repository()).append('/').append(report.commitId());
    report.since().ifPresent(since -> text.append(" (since ").append(since).append(')'));
    text.append('\n');
  }

  void line(String name, String value) {
    text.append(String.format(Locale.ROOT, "  %-10s", name)).append(value).append('\n');
  }

  /** A number and what it counts; no line when there are none. */
  void count(String name, long count, String what) {
    if (count > 0) {
      line(name, Sizes.number(count) + " " + what);
    }
  }

  /** A line as it is. */
  void plain(String line) {
    text.append(line).append('\n');
  }

  void leftovers(ExportReport report) {
    long leftovers = report.summary().leftovers();
    count(
        "leftovers",
        leftovers,
        leftovers == 1
            ? "object at the destination that is not in the commit; it stays"
            : "objects at the destination that are not in the commit; they stay");
  }

  /** How many failures there are, and the first of them. */
  void failures(ExportReport report) {
    count("failed", report.failed(), report.failed() == 1 ? "failure" : "failures");
    for (Failure failure : report.failures().stream().limit(FAILURES_SHOWN).toList()) {
      text.append("    ").append(failure).append('\n');
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
