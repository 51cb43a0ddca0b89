package io.spillway.report;

import io.spillway.outcome.RowsVerified;

/** The text of a comparison of an export of rows with its record. */
final class RowVerifyText {
  private RowVerifyText() {}

  static Lines of(VerifyReport report) {
    VerifyReport.OfRows rows = report.rows();
    RowsVerified found = rows.verified();
    Lines lines = new Lines();
    lines.title(
        "Verified export "
            + rows.exportId()
            + " of "
            + report.source()
            + " at "
            + report.destination()
            + ": "
            + (report.isEqual() ? "equal" : "DIFFERS"));
    lines.line("tables", Sizes.number(rows.tables()));
    lines.line("files", Sizes.number(found.files()));
    lines.line(
        "rows",
        Sizes.number(found.rows())
            + (report.readsContent() ? ", every value read" : ", by the footers of their files"));
    lines.failures(found.differences().total(), found.differences().kept());
    lines.line("time", Sizes.time(report.duration()));
    CostText.traffic(lines, found.cost());
    CostText.work(lines, found.cost());
    return lines;
  }
}
