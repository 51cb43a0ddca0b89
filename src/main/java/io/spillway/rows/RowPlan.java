package io.spillway.rows;

import java.util.List;

/**
 * The tables and splits to read from a row source.
 *
 * @param tables in name order
 * @param unreadable requested tables that cannot be exported
 * @param notes how the tables were chosen, one sentence each, for the user
 */
public record RowPlan(List<PlannedTable> tables, List<Unreadable> unreadable, List<String> notes) {

  /**
   * A table and its splits.
   *
   * @param table the table
   * @param splits at least one, numbered from 0; a split without rows produces a file that has the
   *     table's schema
   * @param rows the number of rows by the source's statistics, or -1 if it has none
   */
  public record PlannedTable(Table table, List<TableSplit> splits, long rows) {
    public PlannedTable {
      splits = List.copyOf(splits);
      if (splits.isEmpty()) {
        throw new IllegalArgumentException("No split of " + table);
      }
    }

    /** Returns the approximate number of bytes to read. */
    public long bytes() {
      return splits.stream().mapToLong(TableSplit::bytes).sum();
    }
  }

  /**
   * A table that cannot be exported.
   *
   * @param table its name
   * @param reason why, for the user
   */
  public record Unreadable(String table, String reason) {}

  public RowPlan {
    tables = List.copyOf(tables);
    unreadable = List.copyOf(unreadable);
    notes = List.copyOf(notes);
  }
}
