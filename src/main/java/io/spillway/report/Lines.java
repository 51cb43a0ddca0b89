package io.spillway.report;

import io.spillway.base.KeyGlobs;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Imports;
import io.spillway.outcome.Summary.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of a report: a title, then names and values in two columns, as text or as HTML. */
public final class Lines {
  private static final int FAILURES_SHOWN = 10;

  private final List<Line> lines = new ArrayList<>();
  private String title = "";

  /** A line; without a name it spans both columns. */
  private record Line(String name, String value) {
    /**
     * Creates a line. Escapes terminal control characters in the value, because names come from
     * outside.
     */
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

  /** Sets a title that names the exported commit and its base. */
  void title(String what, ExportReport report) {
    title =
        what
            + " "
            + report.repository()
            + "/"
            + report.commitId()
            + report.since().map(since -> " (since " + since + ")").orElse("");
  }

  /** Sets the title. */
  void title(String text) {
    title = text;
  }

  void line(String name, String value) {
    lines.add(Line.of(name, value));
  }

  /** Adds a line with a number and its unit, unless the number is 0. */
  void count(String name, long count, String what) {
    if (count > 0) {
      line(name, Sizes.number(count) + " " + what);
    }
  }

  /** Adds a line with the globs, unless all keys are selected. */
  void keys(KeyGlobs globs) {
    if (!globs.isAll()) {
      line("keys", Failure.printable(globs.toString()));
    }
  }

  /** Adds a line without a name. */
  void plain(String line) {
    lines.add(Line.of("", line));
  }

  void leftovers(ExportReport report) {
    long leftovers = report.summary().count(Count.LEFTOVERS);
    count(
        "leftovers",
        leftovers,
        leftovers == 1
            ? "object at the destination that is not in the commit; it stays"
            : "objects at the destination that are not in the commit; they stay");
  }

  /** Adds the imports that are read outside the source's own storage, unless there are none. */
  void imports(Imports imports) {
    if (!imports.isEmpty()) {
      line("imported", ImportsText.of(imports));
    }
  }

  /** Adds the number of failures and the first of them. */
  void failures(ExportReport report) {
    failures(report.failed(), report.failures());
    long rest = report.failed() - FAILURES_SHOWN;
    if (rest > 0) {
      plain(
          "    … and "
              + Sizes.number(rest)
              + " more: "
              + (report.marker().isEmpty()
                  ? "--output=json names the first thousands"
                  : "the marker names them"));
    }
  }

  /** Adds the number of failures and the first of the given ones. */
  void failures(long total, List<Failure> first) {
    count("failed", total, total == 1 ? "failure" : "failures");
    for (Failure failure : first.stream().limit(FAILURES_SHOWN).toList()) {
      plain("    " + failure);
    }
  }

  /** Returns the lines for a terminal or a log; ends with a line break. */
  public String text() {
    StringBuilder text = new StringBuilder(title).append('\n');
    lines.forEach(line -> text.append(line.text()).append('\n'));
    return text.toString();
  }

  /** Returns the lines for a notebook, as one table. */
  String html() {
    StringBuilder rows = new StringBuilder();
    together().forEach(line -> rows.append(line.html()));
    return Html.table(title, rows.toString());
  }

  /**
   * Joins consecutive plain lines into one block, so that the table of a dry run keeps its columns.
   */
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
