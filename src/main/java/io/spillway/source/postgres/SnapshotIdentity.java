package io.spillway.source.postgres;

import io.spillway.rows.RowReadException.Remedy;
import io.spillway.source.postgres.address.Names;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a snapshot is known by. Its name alone is not enough: after a restart of the server another
 * transaction may export one of the same name.
 *
 * @param name that the server gave, for {@code SET TRANSACTION SNAPSHOT}
 * @param transactions which it sees ({@code pg_current_snapshot()})
 * @param serverStart when the server was started
 */
record SnapshotIdentity(String name, String transactions, String serverStart)
    implements Serializable {
  private static final String OF_THIS_TRANSACTION =
      "select pg_catalog.pg_current_snapshot(),"
          + " extract(epoch from pg_catalog.pg_postmaster_start_time())";

  /** Those of {@link LocalSettings#BEGIN}, and the one that imports the snapshot. */
  private static final int STATEMENTS_BEFORE = 3;

  /** Exports the snapshot of the transaction that is open. */
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
   * @param calls more of the query that is asked in it
   * @throws LostSnapshotException when nobody holds it any more
   */
  void begin(Connection connection, String calls) throws SQLException, LostSnapshotException {
    // In one go: there are many short transactions, and the server may be far away.
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
