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

/** The predicates that restrict which rows of a table are exported. */
final class Predicates {
  private static final String OPTION = "--where";
  private static final String MOST_WAITING = "60s";

  private final Map<Relation, String> predicates;

  private Predicates(Map<Relation, String> predicates) {
    this.predicates = predicates;
  }

  /**
   * Resolves the tables of the predicates.
   *
   * @throws SpillwayException (bad input) if a table is not exported
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

  /** Returns the predicate of a table; empty if it has none. */
  String of(Relation table) {
    return predicates.getOrDefault(table, "");
  }

  /**
   * Checks a query on the server if the table is a view or a foreign table, or has a predicate.
   *
   * @return the reason why the relation cannot be read; empty if it can
   * @throws SpillwayException (bad input) if the predicate is invalid
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
        CopyStatement batch = new CopyStatement(query, List.of(LeafRange.whole(leaf)));
        batch.lock(connection);
        // EXPLAIN may run functions of a view or of a predicate, so the check for changes comes
        // first.
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
