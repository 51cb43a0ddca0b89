package io.spillway.source;

import java.util.List;

/**
 * What there is to read of a row source.
 *
 * @param tables in the order of their names
 * @param unreadable what was asked for and cannot be exported
 * @param notes what the user should know of how it was chosen, a sentence each
 */
public record RowPlan(List<PlannedTable> tables, List<Unreadable> unreadable, List<String> notes) {

  /**
   * A table and its splits.
   *
   * @param table which
   * @param splits at least one, numbered from 0 on; one without rows makes the file that has the
   *     table's schema
   * @param rows how many there are by the source's statistics, or -1 when it has none
   */
  public record PlannedTable(Table table, List<TableSplit> splits, long rows) {
    public PlannedTable {
      splits = List.copyOf(splits);
      if (splits.isEmpty()) {
        throw new IllegalArgumentException("No split of " + table);
      }
    }

    /** How much there is to read, about. */
    public long bytes() {
      return splits.stream().mapToLong(TableSplit::bytes).sum();
    }
  }

  /**
   * A table that cannot be exported.
   *
   * @param table its name
   * @param reason why, in words for the user
   */
  public record Unreadable(String table, String reason) {}

  public RowPlan {
    tables = List.copyOf(tables);
    unreadable = List.copyOf(unreadable);
    notes = List.copyOf(notes);
  }
}
