package io.spillway.rows;

import java.util.List;
import java.util.Optional;

/**
 * The tables and splits to read from a row source.
 *
 * @param tables tables ordered by name
 * @param unreadable requested tables that cannot be exported
 * @param notes notes on the selection of tables for the user, one sentence each
 * @param removed names of files of earlier exports that this export replaces, below a folder that
 *     exports share; files that it writes itself are not removed
 * @param next checkpoint after this export; empty if the source has none
 */
public record RowPlan(
    List<PlannedTable> tables,
    List<Unreadable> unreadable,
    List<String> notes,
    List<String> removed,
    Optional<Checkpoint> next) {

  /** Creates the plan of a source without checkpoints. */
  public RowPlan(List<PlannedTable> tables, List<Unreadable> unreadable, List<String> notes) {
    this(tables, unreadable, notes, List.of(), Optional.empty());
  }

  /**
   * A table and its splits.
   *
   * @param table table to export
   * @param splits splits, at least one, numbered from 0; a split without rows produces a file with
   *     the table's schema
   * @param rows number of rows according to the source's statistics, or -1 if unknown
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
   * @param table name of the table
   * @param reason reason for the user
   */
  public record Unreadable(String table, String reason) {}

  public RowPlan {
    tables = List.copyOf(tables);
    unreadable = List.copyOf(unreadable);
    notes = List.copyOf(notes);
    removed = List.copyOf(removed);
  }
}
