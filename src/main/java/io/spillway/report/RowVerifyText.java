package io.spillway.report;

/** The text of a comparison of an export of rows with its record. */
public final class RowVerifyText {
  private RowVerifyText() {}

  public static Lines of(RowVerifyReport report) {
    Lines lines = new Lines();
    lines.title(
        "Verified export "
            + report.exportId()
            + " of "
            + report.source()
            + " at "
            + report.destination()
            + ": "
            + (report.isEqual() ? "equal" : "DIFFERS"));
    lines.line("tables", Sizes.number(report.tables()));
    lines.line("files", Sizes.number(report.files()));
    lines.line(
        "rows",
        Sizes.number(report.rows())
            + (report.readsContent() ? ", every value read" : ", by the footers of their files"));
    lines.failures(report.differences().total(), report.differences().kept());
    lines.line("time", Sizes.time(report.duration()));
    CostText.traffic(lines, report.cost());
    CostText.work(lines, report.cost());
    return lines;
  }
}
