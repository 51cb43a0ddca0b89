package io.spillway.source.postgres;

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
 */
public record TableOptions(
    List<String> exportOnly,
    List<String> exclude,
    Map<String, String> where,
    Map<String, List<String>> columns) {
  /** All rows and columns of every table. */
  public static final TableOptions ALL =
      new TableOptions(List.of(), List.of(), Map.of(), Map.of());

  public TableOptions {
    exportOnly = List.copyOf(exportOnly);
    exclude = List.copyOf(exclude);
    where = Map.copyOf(where);
    columns = Map.copyOf(columns);
  }

  /** Returns a copy that exports only these tables. */
  public TableOptions only(String... chosen) {
    return new TableOptions(List.of(chosen), exclude, where, columns);
  }

  /** Returns a copy that leaves these tables out. */
  public TableOptions without(String... excluded) {
    return new TableOptions(exportOnly, List.of(excluded), where, columns);
  }

  /** Returns a copy that exports only some rows of a table. */
  public TableOptions where(String table, String predicate) {
    return new TableOptions(exportOnly, exclude, Map.of(table, predicate), columns);
  }

  /** Returns a copy that exports only some columns of a table. */
  public TableOptions columns(String table, String... names) {
    return new TableOptions(exportOnly, exclude, where, Map.of(table, List.of(names)));
  }
}
