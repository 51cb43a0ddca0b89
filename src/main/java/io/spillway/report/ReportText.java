package io.spillway.report;

import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import io.spillway.outcome.Tally;

/** The text at the end of an export. */
final class ReportText {
  private ReportText() {}

  static Lines of(ExportReport report) {
    Lines lines = new Lines();
    lines.title(report.success() ? "Exported" : "FAILED to export", report);
    lines.keys(report.globs());
    done(lines, report);
    lines.imports(report.summary().imports());
    lines.leftovers(report);
    lines.line("time", Sizes.time(report.duration()));
    CostText.add(lines, report.summary());
    report.summary().remarks().forEach((what, why) -> lines.line("remark", what + ": " + why));
    doubts(lines, report.summary());
    lines.failures(report);
    lines.line("marker", report.marker().isEmpty() ? "none could be written" : report.marker());
    return lines;
  }

  private static void done(Lines lines, ExportReport report) {
    Tally skipped = report.summary().skipped();
    if (report.success() && report.objects() + report.deleted() + skipped.objects() == 0) {
      lines.plain(nothingToDo(report, "held"));
      return;
    }
    lines.line("objects", Sizes.number(report.objects()));
    lines.line("bytes", Sizes.bytes(report.bytes()));
    if (report.deleted() > 0) {
      lines.line("deleted", Sizes.number(report.deleted()) + mirrored(report));
    }
    lines.count(
        "skipped",
        skipped.objects(),
        "(" + Sizes.bytes(skipped.bytes()) + "), work that an earlier run had finished");
  }

  /**
   * Returns the line of an export without work.
   *
   * @param verb of the destination: {@code holds} or {@code held}
   */
  static String nothingToDo(ExportReport report, String verb) {
    if (!report.isEmpty()) {
      return "  nothing to do: the destination " + verb + " all of it already";
    }
    return report.globs().isAll()
        ? "  nothing to do: the commit has no objects (uncommitted changes are not exported)"
        : "  nothing to do: no object of the commit matches the filters";
  }

  private static String mirrored(ExportReport report) {
    return report.mirrored() == 0
        ? ""
        : ", " + Sizes.number(report.mirrored()) + " of them in no exported commit";
  }

  static void doubts(Lines lines, Summary summary) {
    lines.count(
        "by size",
        summary.count(Count.PROVED_BY_SIZE),
        "proved by size alone, because their checksum does not cover their content");
    lines.count(
        "dropped",
        summary.count(Count.METADATA_DROPPED),
        "lost user metadata that the destination cannot hold");
    lines.count(
        "not kept",
        summary.count(Count.METADATA_NOT_KEPT),
        "have user metadata, which the destination does not keep");
  }
}
