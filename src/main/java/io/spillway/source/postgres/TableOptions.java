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
 * @param where SQL predicates by table name
 * @param columns column names by table name
 * @param casts types that columns have in files, by {@code table.column}
 */
public record TableOptions(
    List<String> exportOnly,
    List<String> exclude,
    Map<String, String> where,
    Map<String, List<String>> columns,
    Map<String, ColumnType> casts) {
  /** All rows and columns of every table. */
  public static final TableOptions ALL =
      new TableOptions(List.of(), List.of(), Map.of(), Map.of(), Map.of());

  public TableOptions {
    exportOnly = List.copyOf(exportOnly);
    exclude = List.copyOf(exclude);
    where = Map.copyOf(where);
    columns = Map.copyOf(columns);
    casts = Map.copyOf(casts);
  }

  /** Returns a copy that exports only these tables. */
  public TableOptions only(String... chosen) {
    return new TableOptions(List.of(chosen), exclude, where, columns, casts);
  }

  /** Returns a copy that leaves these tables out. */
  public TableOptions without(String... excluded) {
    return new TableOptions(exportOnly, List.of(excluded), where, columns, casts);
  }

  /** Returns a copy that exports only some rows of a table. */
  public TableOptions where(String table, String predicate) {
    return new TableOptions(exportOnly, exclude, Map.of(table, predicate), columns, casts);
  }

  /** Returns a copy that exports only some columns of a table. */
  public TableOptions columns(String table, String... names) {
    return new TableOptions(exportOnly, exclude, where, Map.of(table, List.of(names)), casts);
  }

  /**
   * Returns a copy that exports a column as another type.
   *
   * @param column {@code schema.table.column}
   */
  public TableOptions cast(String column, ColumnType type) {
    return new TableOptions(exportOnly, exclude, where, columns, Map.of(column, type));
  }
}
