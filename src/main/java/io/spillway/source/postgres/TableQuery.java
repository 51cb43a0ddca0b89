package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Names;
import io.spillway.source.postgres.decode.PrintedType;
import io.spillway.source.postgres.decode.ReadColumn;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The query that reads any leaf of a table.
 *
 * @param name name of the table, as users write it
 * @param alias alias of every leaf in predicates: the table's own name
 * @param isTable whether its leaves are tables, which the catalogue describes
 * @param locks number of locks that reading a leaf takes until its transaction ends
 * @param columns columns to read
 * @param enums OIDs of the enum types that occur in the columns
 * @param where SQL predicate; empty for all rows
 */
record TableQuery(
    String name,
    String alias,
    boolean isTable,
    int locks,
    List<ReadColumn> columns,
    List<Long> enums,
    String where)
    implements Serializable {

  TableQuery {
    columns = List.copyOf(columns);
    enums = List.copyOf(enums);
  }

  /** Returns the SQL that selects all columns of a range. */
  String rows(LeafRange range) {
    return select(columns.stream().map(this::expression).collect(Collectors.joining(", ")), range);
  }

  /** Returns whether a read touches no view. A predicate may reference views. */
  boolean readsTablesOnly() {
    return isTable && where.isEmpty();
  }

  /** Returns the OIDs of the relations that describe the composite types in its columns. */
  Set<Long> compositeRelations() {
    Set<Long> relations = new TreeSet<>();
    for (ReadColumn column : columns) {
      if (column.format() instanceof PrintedType printed) {
        printed.addRelations(relations);
      }
    }
    return relations;
  }

  /** Returns the SQL expression that reads a column. */
  String expression(ReadColumn column) {
    return column.select(column(column.column().name()));
  }

  /** Returns the qualified SQL name of a column. */
  String column(String name) {
    return Names.quote(alias) + "." + Names.quote(name);
  }

  /**
   * Returns the SQL that selects an expression from the rows of a range.
   *
   * @param what SQL expression to select
   */
  String select(String what, LeafRange range) {
    String blocks = range.condition(Names.quote(alias));
    // The newline keeps a comment in the predicate from hiding the rest of the statement.
    String predicate = where.isEmpty() ? "" : "(" + where + "\n)";
    String both = blocks.isEmpty() || predicate.isEmpty() ? "" : " and ";
    String condition = blocks + both + predicate;
    return "select "
        + what
        + " from only "
        + range.leaf().quoted()
        + " as "
        + Names.quote(alias)
        + (condition.isEmpty() ? "" : " where " + condition);
  }
}
