package io.spillway.cli;

import io.spillway.ExportReport;

/** How an export ended, or what it would do, for people. */
public final class Reports {
  private Reports() {}

  /** What the command line prints: a title and lines of names and values. */
  public static String text(ExportReport report) {
    return lines(report).text();
  }

  /** The same as one HTML table. */
  public static String html(ExportReport report) {
    return lines(report).html();
  }

  private static Lines lines(ExportReport report) {
    return report.isDryRun() ? PreviewText.of(report) : ReportText.of(report);
  }
}
