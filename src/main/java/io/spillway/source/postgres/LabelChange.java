package io.spillway.source.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A check of whether the labels of enum types are those of the snapshot. The server prints and
 * sends labels as they are now, in any snapshot. A catalogue row that is unchanged since has no
 * xmax, so the present labels are requested only of types that may have changed.
 */
final class LabelChange {
  private static final String TOUCHED =
      """
      select pg_catalog.format_type(e.enumtypid, null),
             pg_catalog.array_agg(e.enumlabel::pg_catalog.text order by e.enumsortorder)
        from pg_catalog.pg_enum e
       where e.enumtypid operator(pg_catalog.=) any (?::pg_catalog.oid[])
       group by e.enumtypid
      having pg_catalog.bool_or(e.xmax operator(pg_catalog.<>) '0'::pg_catalog.xid)\
      """;

  private LabelChange() {}

  /** Returns the first enum type of a query whose labels in the snapshot have changed since. */
  static Optional<String> firstOf(Connection connection, TableQuery query) throws SQLException {
    if (query.enums().isEmpty()) {
      return Optional.empty();
    }
    for (Map.Entry<String, List<String>> type : touched(connection, query).entrySet()) {
      // A label that was added since would hide a renamed one, so the labels must be equal.
      if (!present(connection, type.getKey()).equals(type.getValue())) {
        return Optional.of(type.getKey());
      }
    }
    return Optional.empty();
  }

  private static Map<String, List<String>> touched(Connection connection, TableQuery query)
      throws SQLException {
    Map<String, List<String>> touched = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(TOUCHED)) {
      statement.setArray(1, CatalogueQueries.array(connection, query.enums()));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          touched.put(result.getString(1), List.of((String[]) result.getArray(2).getArray()));
        }
      }
    }
    return touched;
  }

  private static List<String> present(Connection connection, String type) throws SQLException {
    List<String> labels = new ArrayList<>();
    // A cast of null to the type calls no function.
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select pg_catalog.format('%s', e.label)"
                    + " from pg_catalog.unnest(pg_catalog.enum_range(null::"
                    + type
                    + ")) as e (label)")) {
      while (result.next()) {
        labels.add(result.getString(1));
      }
    }
    return labels;
  }
}
