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
 * How a table is read, whichever of its leaves.
 *
 * @param name of the table, as users write it
 * @param alias by which predicates may call any leaf: the table's own name
 * @param isTable whether its leaves are tables, which the catalogue can be asked about
 * @param locks how many of them reading a leaf takes, until its transaction ends
 * @param columns that are read
 * @param where a predicate; empty for all rows
 */
record TableQuery(
    String name, String alias, boolean isTable, int locks, List<ReadColumn> columns, String where)
    implements Serializable {

  TableQuery {
    columns = List.copyOf(columns);
  }

  /** All columns of a range. */
  String rows(LeafRange range) {
    return select(columns.stream().map(this::expression).collect(Collectors.joining(", ")), range);
  }

  /** Returns whether reading it may touch no view: a predicate may name some. */
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

  /** What a column is read by. */
  String expression(ReadColumn column) {
    return column.select(column(column.column().name()));
  }

  /** A column in SQL. */
  String column(String name) {
    return Names.quote(alias) + "." + Names.quote(name);
  }

  /** Whatever of the rows of a range. */
  String select(String what, LeafRange range) {
    String blocks = range.condition(Names.quote(alias));
    // The line's end keeps a comment of the predicate's from hiding what comes after it.
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
