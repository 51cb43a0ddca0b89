package io.spillway.report;

import io.spillway.base.SpillwayException;

/** The failure of an export that ended without SUCCESS; its report has the details. */
public final class ExportFailedException extends SpillwayException {
  private static final long serialVersionUID = 1L;

  private final transient ExportReport report;

  /** Creates a failure with a report. */
  public ExportFailedException(ExportReport report) {
    super(Kind.FAILED, sentence(report));
    this.report = report;
  }

  private static String sentence(ExportReport report) {
    StringBuilder text = new StringBuilder("Export of ");
    text.append(report.content().name(report.source())).append(" failed: ");
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

  /** Returns counts, failures and the marker's location. */
  public ExportReport report() {
    return report;
  }
}
