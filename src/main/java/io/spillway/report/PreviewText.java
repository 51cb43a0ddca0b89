package io.spillway.report;

import io.spillway.object.plan.Preview;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The text of a dry run: a table of the steps, with the work of each by top-level prefix. */
final class PreviewText {
  private static final int PREFIXES_SHOWN = 50;
  private static final int WIDEST_LABEL = 40;
  private static final String DELETE = "delete";
  private static final Pattern ROUND = Pattern.compile("-(\\d+)$");

  private PreviewText() {}

  static Lines of(ExportReport report) {
    Lines lines = new Lines();
    lines.title(report.success() ? "Would export" : "Would FAIL to export", report);
    lines.keys(report.globs());
    List<Preview> steps = report.preview().stream().filter(PreviewText::holdsWork).toList();
    if (!steps.isEmpty()) {
      table(steps).forEach(lines::plain);
    } else if (report.success()) {
      lines.plain(ReportText.nothingToDo(report, "holds"));
    }
    lines.imports(report.summary().imports());
    lines.leftovers(report);
    lines.line("time", Sizes.time(report.duration()));
    lines.failures(report);
    lines.plain("Nothing was written: this was a dry run.");
    return lines;
  }

  private static boolean holdsWork(Preview step) {
    return step.act().objects() + step.skipped().objects() > 0;
  }

  private static List<String> table(List<Preview> steps) {
    List<Row> rows = new ArrayList<>(List.of(Row.HEAD));
    for (Preview step : steps) {
      String skipped = Sizes.number(step.skipped().objects());
      rows.add(
          row(step, ROUND.matcher(step.step()).replaceFirst(" round $1"), step.act(), skipped));
      addPrefixes(step, rows);
    }
    Row widest = rows.stream().reduce(Row.HEAD, Row::widest);
    return rows.stream().map(row -> row.text(widest)).toList();
  }

  private static void addPrefixes(Preview step, List<Row> rows) {
    List<Map.Entry<String, Tally>> named =
        step.prefixes().entrySet().stream()
            .filter(prefix -> !prefix.getKey().equals(Preview.OTHERS))
            .toList();
    int shown = Math.min(named.size(), PREFIXES_SHOWN);
    Tally rest = step.prefixes().getOrDefault(Preview.OTHERS, Tally.NONE);
    for (Map.Entry<String, Tally> prefix : named.subList(shown, named.size())) {
      rest = rest.plus(prefix.getValue());
    }
    for (Map.Entry<String, Tally> prefix : named.subList(0, shown)) {
      rows.add(row(step, "  " + label(prefix.getKey()), prefix.getValue(), ""));
    }
    int hidden = step.prefixes().size() - shown;
    if (hidden > 0) {
      String count = (step.prefixes().size() > named.size() ? "at least " : "") + hidden;
      rows.add(row(step, "  … and " + count + " more", rest, ""));
    }
  }

  private static String label(String prefix) {
    return prefix.isEmpty() ? "(in no folder)" : Failure.printable(prefix);
  }

  private static Row row(Preview step, String label, Tally tally, String skipped) {
    String bytes = step.step().startsWith(DELETE) ? "" : Sizes.bytes(tally.bytes());
    return new Row(label, Sizes.number(tally.objects()), bytes, skipped);
  }

  /** A row of the table. */
  private record Row(String label, String objects, String bytes, String skipped) {
    static final Row HEAD = new Row("", "objects", "bytes", "skipped");

    /**
     * Returns the wider value of each column, except that a very long label does not widen the
     * first column.
     */
    Row widest(Row other) {
      return new Row(
          other.label.length() <= WIDEST_LABEL ? wider(label, other.label) : label,
          wider(objects, other.objects),
          wider(bytes, other.bytes),
          wider(skipped, other.skipped));
    }

    private static String wider(String one, String other) {
      return one.length() >= other.length() ? one : other;
    }

    String text(Row widest) {
      return ("  "
              + label
              + pad(label, widest.label)
              + "  "
              + pad(objects, widest.objects)
              + objects
              + "  "
              + pad(bytes, widest.bytes)
              + bytes
              + "  "
              + pad(skipped, widest.skipped)
              + skipped)
          .stripTrailing();
    }

    private static String pad(String text, String widest) {
      return " ".repeat(Math.max(0, widest.length() - text.length()));
    }
  }
}
