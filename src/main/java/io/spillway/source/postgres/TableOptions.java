package io.spillway.source.postgres;

import io.spillway.rows.ColumnType;
import java.util.List;
import java.util.Map;

/**
 * The tables, rows and columns to export.
 *
 * @param exportOnly chosen tables, each a {@link TablePattern}, with commas between several; empty
 *     for every table
 * @param exclude tables to leave out, written likewise
 * @param requiresAll whether a table that the role may not read is a failure also if it is not
 *     named
 * @param where SQL predicates by table name
 * @param columns column names by table name
 * @param casts types that columns have in files, by {@code table.column}
 */
public record TableOptions(
    List<String> exportOnly,
    List<String> exclude,
    boolean requiresAll,
    Map<String, String> where,
    Map<String, List<String>> columns,
    Map<String, ColumnType> casts) {
  /** All rows and columns of every table. */
  public static final TableOptions ALL =
      new TableOptions(List.of(), List.of(), false, Map.of(), Map.of(), Map.of());

  public TableOptions {
    exportOnly = List.copyOf(exportOnly);
    exclude = List.copyOf(exclude);
    where = Map.copyOf(where);
    columns = Map.copyOf(columns);
    casts = Map.copyOf(casts);
  }

  /** Returns a copy that exports only these tables. */
  public TableOptions only(String... chosen) {
    return new TableOptions(List.of(chosen), exclude, requiresAll, where, columns, casts);
  }

  /** Returns a copy that leaves these tables out. */
  public TableOptions without(String... excluded) {
    return new TableOptions(exportOnly, List.of(excluded), requiresAll, where, columns, casts);
  }

  /** Returns a copy that fails for tables that the role may not read. */
  public TableOptions requiringAll() {
    return new TableOptions(exportOnly, exclude, true, where, columns, casts);
  }

  /** Returns a copy that exports only some rows of a table. */
  public TableOptions where(String table, String predicate) {
    return new TableOptions(
        exportOnly, exclude, requiresAll, Map.of(table, predicate), columns, casts);
  }

  /** Returns a copy that exports only some columns of a table. */
  public TableOptions columns(String table, String... names) {
    return new TableOptions(
        exportOnly, exclude, requiresAll, where, Map.of(table, List.of(names)), casts);
  }

  /**
   * Returns a copy that exports a column as another type.
   *
   * @param column {@code schema.table.column}
   */
  public TableOptions cast(String column, ColumnType type) {
    return new TableOptions(exportOnly, exclude, requiresAll, where, columns, Map.of(column, type));
  }
}
