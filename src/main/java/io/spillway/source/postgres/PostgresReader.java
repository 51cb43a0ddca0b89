package io.spillway.source.postgres;

import io.spillway.rows.RowReadException;
import io.spillway.rows.RowReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A reader of the rows of one snapshot. It is serialized to the workers with the password, and
 * never prints it.
 *
 * @param connector connector to the database
 * @param identity identity of the snapshot
 * @param lockSeconds maximum seconds to wait for a table that another session alters
 */
record PostgresReader(Connector connector, SnapshotIdentity identity, int lockSeconds)
    implements RowReader {
  @Override
  public Session open() throws IOException {
    Connection connection = connect();
    return new PostgresSession(this, connection);
  }

  /** Opens a connection for reading; the caller closes it. */
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
   * @throws LostSnapshotException if the snapshot is no longer held
   */
  void begin(Connection connection, TableQuery query) throws SQLException, LostSnapshotException {
    // On a deadlock the server ends one of the two sessions after its deadlock_timeout, possibly
    // the one that alters the table. So the reader gives up its lock request before that.
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
