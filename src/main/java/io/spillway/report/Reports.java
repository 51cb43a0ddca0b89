package io.spillway.report;

/** The reports of exports, dry runs and comparisons, for people. */
public final class Reports {
  private Reports() {}

  /** Returns the text that the command line prints: a title and lines of names and values. */
  public static String text(ExportReport report) {
    return lines(report).text();
  }

  /** Returns the report as one HTML table. */
  public static String html(ExportReport report) {
    return lines(report).html();
  }

  /** Returns the text that the command line prints: a title and lines of names and values. */
  public static String text(VerifyReport report) {
    return lines(report).text();
  }

  /** Returns the report as one HTML table. */
  public static String html(VerifyReport report) {
    return lines(report).html();
  }

  private static Lines lines(ExportReport report) {
    if (report.content() instanceof ExportReport.OfRows) {
      return RowReportText.of(report);
    }
    return report.isDryRun() ? PreviewText.of(report) : ReportText.of(report);
  }

  private static Lines lines(VerifyReport report) {
    return report.content() instanceof VerifyReport.OfRows
        ? RowVerifyText.of(report)
        : VerifyText.of(report);
  }
}
