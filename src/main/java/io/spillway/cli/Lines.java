package io.spillway.cli;

import io.spillway.ExportReport;
import io.spillway.KeyGlobs;
import io.spillway.plan.Failure;
import io.spillway.plan.Imports;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of a report: a title, then names and values in two columns, as text or as HTML. */
final class Lines {
  private static final int FAILURES_SHOWN = 10;

  private final List<Line> lines = new ArrayList<>();
  private String title = "";

  /** A line without a name goes across both columns. */
  private record Line(String name, String value) {
    /** Names of all kinds come from outside: what a terminal would obey is escaped here at last. */
    static Line of(String name, String value) {
      return new Line(name, Failure.printable(value));
    }

    String text() {
      return name.isEmpty() ? value : String.format(Locale.ROOT, "  %-10s%s", name, value);
    }

    String html() {
      return name.isEmpty()
          ? Html.row(Html.wideCell(Html.block(value)))
          : Html.row(Html.cell(Html.text(name)) + Html.cell(Html.text(value)));
    }

    private Line and(Line next) {
      return new Line("", value + "\n" + next.value);
    }
  }

  /** What was exported, and since when. */
  void title(String what, ExportReport report) {
    title =
        what
            + " "
            + report.repository()
            + "/"
            + report.commitId()
            + report.since().map(since -> " (since " + since + ")").orElse("");
  }

  /** Any title. */
  void title(String text) {
    title = text;
  }

  void line(String name, String value) {
    lines.add(Line.of(name, value));
  }

  /** A number and what it counts; no line when there are none. */
  void count(String name, long count, String what) {
    if (count > 0) {
      line(name, Sizes.number(count) + " " + what);
    }
  }

  /** Which keys it is about; no line when they are all. */
  void keys(KeyGlobs globs) {
    if (!globs.isAll()) {
      line("keys", Failure.printable(globs.toString()));
    }
  }

  /** A line as it is. */
  void plain(String line) {
    lines.add(Line.of("", line));
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

  /** What is read outside the source's own storage; no line when there is nothing. */
  void imports(Imports imports) {
    if (!imports.isEmpty()) {
      line("imported", ImportsText.of(imports));
    }
  }

  /** How many failures there are, and the first of them. */
  void failures(ExportReport report) {
    failures(report.failed(), report.failures());
  }

  /** How many there are, and the first of those that are known. */
  void failures(long total, List<Failure> first) {
    count("failed", total, total == 1 ? "failure" : "failures");
    for (Failure failure : first.stream().limit(FAILURES_SHOWN).toList()) {
      plain("    " + failure);
    }
  }

  /** For a terminal or a log; ends with a line break. */
  String text() {
    StringBuilder text = new StringBuilder(title).append('\n');
    lines.forEach(line -> text.append(line.text()).append('\n'));
    return text.toString();
  }

  /** For a notebook: one table. */
  String html() {
    StringBuilder rows = new StringBuilder();
    together().forEach(line -> rows.append(line.html()));
    return Html.table(title, rows.toString());
  }

  /** Plain lines that follow one another are one block: a table of a dry run keeps its columns. */
  private List<Line> together() {
    List<Line> blocks = new ArrayList<>();
    for (Line line : lines) {
      int last = blocks.size() - 1;
      if (last >= 0 && line.name().isEmpty() && blocks.get(last).name().isEmpty()) {
        blocks.set(last, blocks.get(last).and(line));
      } else {
        blocks.add(line);
      }
    }
    return blocks;
  }
}
