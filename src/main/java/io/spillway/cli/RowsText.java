package io.spillway.cli;

import io.spillway.ledger.RowsRecord;
import io.spillway.ledger.RowsRecord.OfTable;
import io.spillway.ledger.RowsRecord.TableState;
import io.spillway.plan.Failure;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An export of rows, for people. */
final class RowsText {
  private static final int TABLES_SHOWN = 20;

  private RowsText() {}

  /** {@code 3 of 12 tables, 1,200 rows}. */
  static String summary(RowsRecord rows) {
    return Sizes.number(rows.done())
        + " of "
        + Sizes.number(rows.tables().size())
        + (rows.tables().size() == 1 ? " table, " : " tables, ")
        + Sizes.number(rows.count())
        + (rows.count() == 1 ? " row" : " rows");
  }

  /** Which state was exported. */
  static void snapshot(Lines lines, RowsRecord rows) {
    lines.line(
        "snapshot",
        Failure.printable(rows.snapshot())
            + " of "
            + rows.takenAt()
            + (rows.position().isEmpty() ? "" : ", at " + Failure.printable(rows.position())));
  }

  /** A line for each table, those first that are not complete. */
  static void tables(Lines lines, @Nullable RowsRecord rows) {
    if (rows == null) {
      return;
    }
    lines.line("tables", summary(rows));
    List<OfTable> first =
        rows.tables().stream()
            .sorted((one, other) -> Boolean.compare(isComplete(one), isComplete(other)))
            .limit(TABLES_SHOWN)
            .toList();
    first.forEach(table -> lines.plain(of(table)));
    int more = rows.tables().size() - first.size();
    if (more > 0) {
      lines.plain("    … and " + Sizes.number(more) + " more");
    }
    for (RowsRecord.Skipped skipped : rows.skipped()) {
      lines.line("skipped", new Failure(skipped.table(), skipped.reason()).toString());
    }
    rows.notes().forEach(note -> lines.line("note", Failure.printable(note)));
  }

  private static boolean isComplete(OfTable table) {
    return table.state() == TableState.COMPLETE;
  }

  private static String of(OfTable table) {
    String state =
        switch (table.state()) {
          case STARTING -> "starting";
          case IN_PROGRESS -> table.percent() + " %";
          case COMPLETE -> "";
          case FAILED -> "FAILED";
          case CANCELED -> "canceled";
        };
    return String.format(
            Locale.ROOT,
            "    %14s rows %10s %6s %-9s %s",
            Sizes.number(table.rows()),
            Sizes.bytes(table.bytes()),
            Sizes.number(table.files()) + (table.files() == 1 ? " file" : " files"),
            state,
            Failure.printable(table.table()))
        .stripTrailing();
  }
}
