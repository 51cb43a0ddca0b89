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
    return VerifyText.of(report).text();
  }

  /** Returns the report as one HTML table. */
  public static String html(VerifyReport report) {
    return VerifyText.of(report).html();
  }

  /** Returns the text that the command line prints: a title and lines of names and values. */
  public static String text(RowReport report) {
    return RowReportText.of(report).text();
  }

  /** Returns the report as one HTML table. */
  public static String html(RowReport report) {
    return RowReportText.of(report).html();
  }

  /** Returns the text that the command line prints: a title and lines of names and values. */
  public static String text(RowVerifyReport report) {
    return RowVerifyText.of(report).text();
  }

  private static Lines lines(ExportReport report) {
    return report.isDryRun() ? PreviewText.of(report) : ReportText.of(report);
  }
}
