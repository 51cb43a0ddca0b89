package io.spillway.report;

import io.spillway.ledger.RowsRecord;
import io.spillway.ledger.RowsRecord.OfTable;
import io.spillway.ledger.RowsRecord.TableState;
import io.spillway.outcome.Failure;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text of an export of rows. */
final class RowsText {
  private static final int TABLES_SHOWN = 20;

  private RowsText() {}

  /** Returns {@code 3 of 12 tables, 1,200 rows}. */
  static String summary(RowsRecord rows) {
    return Sizes.number(rows.done())
        + " of "
        + Sizes.number(rows.tables().size())
        + (rows.tables().size() == 1 ? " table, " : " tables, ")
        + Sizes.number(rows.count())
        + (rows.count() == 1 ? " row" : " rows");
  }

  /** Adds the line on the exported snapshot. */
  static void snapshot(Lines lines, RowsRecord rows) {
    lines.line(
        "snapshot",
        Failure.printable(rows.snapshot())
            + " of "
            + rows.takenAt()
            + (rows.position().isEmpty() ? "" : ", at " + Failure.printable(rows.position()))
            + rows.guarantee()
                .map(one -> " (consistency: " + Failure.printable(one.toString()) + ")")
                .orElse(""));
  }

  /** Adds a line for each table that would be exported. */
  static void planned(Lines lines, RowsRecord rows) {
    snapshot(lines, rows);
    lines.line(
        "tables",
        Sizes.number(rows.tables().size()) + ", about " + Sizes.count(rows.count(), "row"));
    tables(lines, rows, rows.tables(), TableState.STARTING);
  }

  /** Adds a line for each table; incomplete tables come first. */
  static void tables(Lines lines, @Nullable RowsRecord rows) {
    if (rows == null) {
      return;
    }
    lines.line("tables", summary(rows));
    tables(
        lines,
        rows,
        rows.tables().stream()
            .sorted((one, other) -> Boolean.compare(isComplete(one), isComplete(other)))
            .toList(),
        TableState.COMPLETE);
  }

  /**
   * Adds a line for each table.
   *
   * @param usual the state that is not shown
   */
  private static void tables(
      Lines lines, RowsRecord rows, List<OfTable> ordered, TableState usual) {
    ordered.stream().limit(TABLES_SHOWN).forEach(table -> lines.plain(of(table, usual)));
    if (ordered.size() > TABLES_SHOWN) {
      lines.plain("    … and " + Sizes.number(ordered.size() - TABLES_SHOWN) + " more");
    }
    for (RowsRecord.Skipped skipped : rows.skipped()) {
      lines.line("skipped", new Failure(skipped.table(), skipped.reason()).toString());
    }
    if (rows.increment() != null && rows.increment().removed() > 0) {
      lines.line("replaced", Sizes.count(rows.increment().removed(), "file"));
    }
    rows.notes().forEach(note -> lines.line("note", Failure.printable(note)));
  }

  private static boolean isComplete(OfTable table) {
    return table.state() == TableState.COMPLETE;
  }

  private static String of(OfTable table, TableState usual) {
    return String.format(
            Locale.ROOT,
            "    %14s rows %10s %6s %-9s %s",
            Sizes.number(table.rows()),
            Sizes.bytes(table.bytes()),
            Sizes.count(table.files(), "file"),
            table.state() == usual ? "" : state(table),
            Failure.printable(table.table()))
        .stripTrailing();
  }

  private static String state(OfTable table) {
    return switch (table.state()) {
      case STARTING -> "starting";
      case IN_PROGRESS -> table.percent() + " %";
      case COMPLETE -> "complete";
      case FAILED -> "FAILED";
      case CANCELED -> "canceled";
    };
  }
}
