package io.spillway.source.postgres;

import io.spillway.source.RowReadException;
import io.spillway.source.RowReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Reads rows of one snapshot. It travels to the workers with the password, which it does not show.
 *
 * @param connector to the database
 * @param identity of the snapshot
 * @param lockSeconds how long to wait for a table that somebody alters
 */
record PostgresReader(Connector connector, Identity identity, int lockSeconds)
    implements RowReader {
  // The server ends one of two that wait for each other after its deadlock_timeout, and that may be
  // the one who alters tables: a reader gives way before.
  private static final String GIVE_WAY =
      """
      select pg_catalog.set_config('lock_timeout',
               (least(setting::bigint / 2, ?::bigint * 1000 / 2) + 1)::text, false)
        from pg_catalog.pg_settings where name = 'deadlock_timeout'""";

  @Override
  public Session open() throws IOException {
    Connection connection = connect();
    return new PostgresSession(this, connection);
  }

  /** A connection as readers need it; the caller closes it. */
  Connection connect() throws IOException {
    try {
      Connection connection = connector.open(Connector.Purpose.READER);
      try (PreparedStatement statement = connection.prepareStatement(GIVE_WAY)) {
        statement.setInt(1, lockSeconds);
        statement.execute();
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
