package io.spillway.source.postgres;

import io.spillway.rows.RowReadException.Remedy;
import io.spillway.source.postgres.address.Names;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The identity of a snapshot. The name alone is not sufficient: after a restart of the server
 * another transaction may export a snapshot with an equal name.
 *
 * @param name name that the server gave, for {@code SET TRANSACTION SNAPSHOT}
 * @param transactions transactions that are visible in it ({@code pg_current_snapshot()})
 * @param serverStart start time of the server
 */
record SnapshotIdentity(String name, String transactions, String serverStart)
    implements Serializable {
  private static final String OF_THIS_TRANSACTION =
      "select pg_catalog.pg_current_snapshot(),"
          + " extract(epoch from pg_catalog.pg_postmaster_start_time())";

  /** The statements of {@link LocalSettings#BEGIN}, and the one that imports the snapshot. */
  private static final int STATEMENTS_BEFORE = 3;

  /** Exports the snapshot of the open transaction. */
  static SnapshotIdentity export(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet name = statement.executeQuery("select pg_catalog.pg_export_snapshot()")) {
      name.next();
      return of(connection, name.getString(1));
    }
  }

  private static SnapshotIdentity of(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(OF_THIS_TRANSACTION)) {
      result.next();
      return of(result, name);
    }
  }

  /**
   * Opens a transaction that sees this snapshot; the caller ends it.
   *
   * @param calls further expressions of the query that runs in it
   * @throws LostSnapshotException if the snapshot is no longer held
   */
  void begin(Connection connection, String calls) throws SQLException, LostSnapshotException {
    // One round trip: there are many short transactions, and the server may be far away.
    String sql =
        LocalSettings.BEGIN
            + "; set transaction snapshot "
            + Names.literal(name)
            + "; "
            + OF_THIS_TRANSACTION
            + ", "
            + calls;
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      for (int before = 0; before < STATEMENTS_BEFORE; before++) {
        statement.getMoreResults();
      }
      try (ResultSet result = statement.getResultSet()) {
        result.next();
        if (!of(result, name).equals(this)) {
          throw new LostSnapshotException("another one has its name", null);
        }
      }
    } catch (SQLException e) {
      if (SqlErrors.remedy(e) != Remedy.NONE) {
        throw e;
      }
      throw new LostSnapshotException(SqlErrors.said(e), e);
    }
  }

  private static SnapshotIdentity of(ResultSet result, String name) throws SQLException {
    return new SnapshotIdentity(name, result.getString(1), result.getString(2));
  }
}
