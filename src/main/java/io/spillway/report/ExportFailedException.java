package io.spillway.report;

import io.spillway.base.SpillwayException;

/** An export ended without SUCCESS. What is known of it is in its report. */
public final class ExportFailedException extends SpillwayException {
  private static final long serialVersionUID = 1L;

  private final transient ExportReport report;

  /** A failure that the report tells about. */
  public ExportFailedException(ExportReport report) {
    super(Kind.FAILED, sentence(report));
    this.report = report;
  }

  private static String sentence(ExportReport report) {
    StringBuilder text = new StringBuilder("Export of ");
    text.append(report.repository()).append('/').append(report.commitId()).append(" failed: ");
    text.append(report.failed()).append(report.failed() == 1 ? " failure" : " failures");
    if (!report.failures().isEmpty()) {
      String first = report.failures().get(0).toString();
      text.append(", first ")
          .append(first.endsWith(".") ? first.substring(0, first.length() - 1) : first);
    }
    if (!report.marker().isEmpty()) {
      text.append(". All of them are named in ").append(report.marker());
    }
    return text.toString();
  }

  /** Counts, failures and the marker's place. */
  public ExportReport report() {
    return report;
  }
}
