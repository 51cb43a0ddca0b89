package io.spillway.source.postgres;

import io.spillway.source.RowReadException;
import io.spillway.source.RowReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Reads rows of one snapshot. It travels to the workers with the password, which it does not show.
 *
 * @param connector to the database
 * @param identity of the snapshot
 * @param lockSeconds how long to wait for a table that somebody alters
 */
record PostgresReader(Connector connector, Identity identity, int lockSeconds)
    implements RowReader {

  @Override
  public Session open() throws IOException {
    Connection connection = connect();
    return new PostgresSession(this, connection);
  }

  /** A connection as readers need it; the caller closes it. */
  Connection connect() throws IOException {
    try {
      Connection connection = connector.open(Connector.Purpose.READER);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set lock_timeout = '" + lockSeconds + "s'");
      }
      return connection;
    } catch (SQLException e) {
      throw new RowReadException(
          SqlTrouble.whyNotConnected(connector.address(), e), SqlTrouble.remedyOfConnecting(e), e);
    }
  }

  @Override
  public String toString() {
    return "rows of " + connector + " in " + identity;
  }
}
