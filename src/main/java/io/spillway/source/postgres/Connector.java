package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Names;
import io.spillway.source.postgres.address.Password;
import io.spillway.source.postgres.address.PostgresAddress;
import java.io.IOException;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * A factory of connections, and of transactions on them. It may hold a password, and never prints
 * it.
 *
 * @param address address of the database
 * @param password password for the address
 * @param money the database's {@code lc_monetary}; empty before it is known
 */
record Connector(PostgresAddress address, Password password, String money) implements Serializable {
  /** The first version whose scans of a range of blocks read no other blocks. */
  static final int OLDEST_VERSION = 14;

  private static final int SECONDS_TO_ANSWER = 30;
  private static final int TIMES_TO_ASK = 50;
  private static final long MILLIS_BETWEEN = 100;

  Connector(PostgresAddress address, Password password) {
    this(address, password, "");
  }

  /** Returns a copy whose transactions use this {@code lc_monetary}. */
  Connector withMoney(String known) {
    return new Connector(address, password, known);
  }

  /** The purpose of a connection, shown by the server as its application name. */
  enum Purpose {
    HOLDER("spillway snapshot"),
    PLANNER("spillway planner"),
    READER("spillway reader");

    private final String application;

    Purpose(String application) {
      this.application = application;
    }
  }

  /**
   * Opens a connection; the caller closes it.
   *
   * @throws IOException if the password cannot be obtained; the message is a sentence for the user
   */
  Connection open(Purpose purpose) throws SQLException, IOException {
    Connection connection = new Driver().connect(address.jdbcUrl(), properties(purpose));
    if (connection == null) {
      throw new SQLException("The driver takes no such address: " + address);
    }
    return connection;
  }

  /**
   * Opens a connection right after other connections of this export were closed. The server may not
   * have noticed that yet, so the attempt is repeated while the server has no connection left.
   */
  Connection openNext(Purpose purpose) throws SQLException, IOException {
    for (int time = 1; ; time++) {
      try {
        return open(purpose);
      } catch (SQLException e) {
        if (time == TIMES_TO_ASK || !SqlErrors.isOutOfConnections(e)) {
          throw e;
        }
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(MILLIS_BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the server had no connection left.", e);
    }
  }

  private Properties properties(Purpose purpose) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("user", address.user());
    password.ask().ifPresent(text -> properties.setProperty("password", text));
    properties.setProperty("ApplicationName", purpose.application);
    properties.setProperty("loginTimeout", Integer.toString(SECONDS_TO_ANSWER));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("assumeMinServerVersion", "9.4");
    // Statements differ from each other, so no server-side plan is worth keeping.
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("preparedStatementCacheQueries", "0");
    properties.putAll(address.parameters());
    properties.putAll(address.socketProperties());
    return properties;
  }

  /**
   * Opens a read-only transaction and applies the settings for it; the caller ends it.
   *
   * @param more further calls that apply settings, separated by commas; empty for none
   */
  void begin(Connection connection, String more) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(LocalSettings.BEGIN + "; select " + settings(connection, more));
    }
  }

  /**
   * Opens a read-only transaction in a snapshot that a session of the user exported; the caller
   * ends it.
   *
   * @param snapshot name of the snapshot, without quotes in it
   */
  void beginIn(Connection connection, String snapshot) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          LocalSettings.BEGIN
              + "; set transaction snapshot "
              + Names.literal(snapshot)
              + "; select "
              + settings(connection, ""));
    }
  }

  /**
   * Opens a read-only transaction in an exported snapshot; the caller ends it.
   *
   * @param more further calls that apply settings, separated by commas; empty for none
   * @throws LostSnapshotException if the snapshot is no longer held
   */
  void begin(Connection connection, SnapshotIdentity snapshot, String more)
      throws SQLException, LostSnapshotException {
    snapshot.begin(connection, settings(connection, more));
  }

  /** Ends a transaction that has no changes to keep. */
  static void rollback(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("rollback");
    }
  }

  private String settings(Connection connection, String more) throws SQLException {
    String settings = LocalSettings.calls(connection, address, money);
    return more.isEmpty() ? settings : settings + ", " + more;
  }

  @Override
  public String toString() {
    return address + " with " + password;
  }
}
