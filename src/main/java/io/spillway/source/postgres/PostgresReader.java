package io.spillway.source.postgres;

import io.spillway.rows.RowReadException;
import io.spillway.rows.RowReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Reads rows of one snapshot. It travels to the workers with the password, which it does not show.
 *
 * @param connector to the database
 * @param identity of the snapshot
 * @param lockSeconds how long to wait for a table that somebody alters
 */
record PostgresReader(Connector connector, SnapshotIdentity identity, int lockSeconds)
    implements RowReader {
  @Override
  public Session open() throws IOException {
    Connection connection = connect();
    return new PostgresSession(this, connection);
  }

  /** A connection as readers need it; the caller closes it. */
  Connection connect() throws IOException {
    try {
      return connector.open(Connector.Purpose.READER);
    } catch (SQLException e) {
      throw new RowReadException(
          SqlErrors.whyNotConnected(connector.address(), e), SqlErrors.remedyOfConnecting(e), e);
    }
  }

  /**
   * Opens a transaction in the snapshot, in which a batch can be locked and read; the caller ends
   * it.
   *
   * @throws LostSnapshotException when nobody holds it any more
   */
  void begin(Connection connection, TableQuery query) throws SQLException, LostSnapshotException {
    // The server ends one of two that wait for each other after its deadlock_timeout, and that may
    // be the one who alters tables: a reader gives way before.
    String millis =
        "pg_catalog.format('%s', pg_catalog.round(least(extract(epoch from"
            + " pg_catalog.current_setting('deadlock_timeout')::pg_catalog.interval), "
            + lockSeconds
            + ") operator(pg_catalog.*) 500::pg_catalog.numeric"
            + " operator(pg_catalog.+) 1::pg_catalog.numeric))";
    String settings = LocalSettings.call("lock_timeout", millis);
    if (query.readsTablesOnly()) {
      settings += ", " + LocalSettings.TABLES_ONLY;
    }
    connector.begin(connection, identity, settings);
  }

  @Override
  public String toString() {
    return "rows of " + connector + " in " + identity;
  }
}
