package io.spillway.source.postgres;

import io.spillway.base.SpillwayException;
import io.spillway.source.postgres.Relation.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which rows of tables are exported, where not all of them are. */
final class Predicates {
  private static final String OPTION = "--where";
  private static final String MOST_WAITING = "60s";

  private final Map<Relation, String> predicates;

  private Predicates(Map<Relation, String> predicates) {
    this.predicates = predicates;
  }

  /**
   * Finds their tables.
   *
   * @throws SpillwayException (bad input) when one is not exported
   */
  static Predicates of(Selection selection, Map<String, String> where) {
    Map<Relation, String> predicates = new HashMap<>();
    where.forEach(
        (table, predicate) -> {
          if (predicates.put(selection.exported(OPTION, table), predicate) != null) {
            throw bad(table, "which was given before.");
          }
        });
    return new Predicates(predicates);
  }

  private static SpillwayException bad(String table, String why) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT, OPTION + " names '" + table + "', " + why);
  }

  /** That of a table; empty where it has none. */
  String of(Relation table) {
    return predicates.getOrDefault(table, "");
  }

  /**
   * Has the server look at a query where that may show what is wrong with it.
   *
   * @return why the relation cannot be read; empty when it can
   * @throws SpillwayException (bad input) when its predicate is wrong
   */
  Optional<String> check(Connection connection, Relation table, TableQuery query)
      throws SQLException {
    boolean asks = table.kind() == Kind.VIEW || table.kind() == Kind.FOREIGN;
    if (!asks && query.where().isEmpty()) {
      return Optional.empty();
    }
    Leaf leaf = new Leaf(table.oid(), table.schema(), table.name());
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '" + MOST_WAITING + "'");
      statement.execute("savepoint query");
      try {
        Batch batch = new Batch(query, List.of(LeafRange.whole(leaf)));
        batch.lock(connection);
        // The server may run functions of a view, or of a predicate, as it explains.
        Optional<LeafChange> change = LeafChange.ofLeaves(connection, batch);
        if (change.isPresent()) {
          return Optional.of(change.get().reason());
        }
        statement.execute("explain " + query.rows(LeafRange.whole(leaf)));
        return Optional.empty();
      } catch (SQLException e) {
        statement.execute("rollback to savepoint query");
        if (!query.where().isEmpty() && !asks) {
          throw bad(
              table.plain(), "and the server refuses the predicate: " + SqlErrors.said(e) + ".");
        }
        return Optional.of("the server refuses to read it: " + SqlErrors.said(e));
      }
    }
  }
}
