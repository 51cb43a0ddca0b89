package io.spillway.report;

import io.spillway.base.SpillwayException;

/** An export of rows ended without SUCCESS. What is known of it is in its report. */
public final class RowExportFailedException extends SpillwayException {
  private static final long serialVersionUID = 1L;

  private final transient RowReport report;

  /** A failure that the report tells about. */
  public RowExportFailedException(RowReport report) {
    super(Kind.FAILED, sentence(report));
    this.report = report;
  }

  private static String sentence(RowReport report) {
    StringBuilder text = new StringBuilder("Export of ");
    text.append(report.source()).append(" failed: ");
    text.append(report.failed()).append(report.failed() == 1 ? " failure" : " failures");
    if (!report.failures().isEmpty()) {
      text.append(", first ").append(report.failures().get(0).toString().replaceAll("\\.$", ""));
    }
    if (!report.marker().isEmpty()) {
      text.append(". All of them are named in ").append(report.marker());
    }
    return text.toString();
  }

  /** Tables, failures and the marker's place. */
  public RowReport report() {
    return report;
  }
}
