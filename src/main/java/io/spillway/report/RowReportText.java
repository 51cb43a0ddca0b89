package io.spillway.report;

/** The text at the end of an export of rows, or of its dry run. */
final class RowReportText {
  private RowReportText() {}

  static Lines of(ExportReport report) {
    Lines lines = new Lines();
    if (report.isDryRun()) {
      lines.title("Would export " + report.source() + " (rows and bytes as its statistics say)");
      RowsText.planned(lines, report.rows());
      lines.line("time", Sizes.time(report.duration()));
      return lines;
    }
    lines.title((report.success() ? "Exported " : "FAILED to export ") + report.source());
    lines.line("export", report.exportId());
    RowsText.snapshot(lines, report.rows());
    RowsText.tables(lines, report.rows());
    lines.line(
        "files",
        Sizes.number(report.summary().copied().objects())
            + ", "
            + Sizes.bytes(report.summary().copied().bytes()));
    lines.line("time", Sizes.time(report.duration()));
    CostText.traffic(lines, report.summary().cost());
    CostText.work(lines, report.summary().cost());
    lines.failures(report.failed(), report.failures());
    lines.line("marker", report.marker().isEmpty() ? "none could be written" : report.marker());
    return lines;
  }
}
