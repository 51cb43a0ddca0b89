package io.spillway.cli;

import io.spillway.ExportReport;
import io.spillway.RowReport;
import io.spillway.RowVerifyReport;
import io.spillway.VerifyReport;

/** How an export ended, what it would do, or how a destination compares, for people. */
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

  /** What the command line prints: a title and lines of names and values. */
  public static String text(VerifyReport report) {
    return VerifyText.of(report).text();
  }

  /** The same as one HTML table. */
  public static String html(VerifyReport report) {
    return VerifyText.of(report).html();
  }

  /** What the command line prints: a title and lines of names and values. */
  public static String text(RowReport report) {
    return RowReportText.of(report).text();
  }

  /** The same as one HTML table. */
  public static String html(RowReport report) {
    return RowReportText.of(report).html();
  }

  /** What the command line prints: a title and lines of names and values. */
  public static String text(RowVerifyReport report) {
    return RowVerifyText.of(report).text();
  }

  private static Lines lines(ExportReport report) {
    return report.isDryRun() ? PreviewText.of(report) : ReportText.of(report);
  }
}
