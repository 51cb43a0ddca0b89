package io.spillway.source.postgres;

import java.io.IOException;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postgresql.Driver;

/**
 * Makes connections whose settings are those that reading relies on, whatever server, database and
 * role have as theirs. It may hold a password, and shows none.
 *
 * @param address of the database
 * @param password for it
 */
record Connector(PostgresAddress address, Password password) implements Serializable {
  /** The first version whose scans of a range of blocks read no other blocks. */
  static final int OLDEST_VERSION = 14;

  private static final int WITH_TRANSACTION_TIMEOUT = 17;
  private static final int SECONDS_TO_ANSWER = 30;
  private static final int TIMES_TO_ASK = 50;
  private static final long MILLIS_BETWEEN = 100;

  /** What connections are for, as the server shows it. */
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
   * Connects; the caller closes it.
   *
   * @throws IOException when the password cannot be had; the message is a sentence for the user
   */
  Connection open(Purpose purpose) throws SQLException, IOException {
    Connection connection = new Driver().connect(address.jdbcUrl(), properties(purpose));
    if (connection == null) {
      throw new SQLException("The driver takes no such address: " + address);
    }
    try {
      set(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /**
   * The same when others of ours have just ended, which the server may not have noticed yet: while
   * it has no connection left, it is asked again.
   */
  Connection openNext(Purpose purpose) throws SQLException, IOException {
    for (int time = 1; ; time++) {
      try {
        return open(purpose);
      } catch (SQLException e) {
        if (time == TIMES_TO_ASK || !SqlTrouble.isOutOfConnections(e)) {
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
    // Statements differ from each other: none is worth a plan that the server keeps.
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("preparedStatementCacheQueries", "0");
    properties.putAll(address.parameters());
    return properties;
  }

  private void set(Connection connection) throws SQLException {
    Map<String, String> settings =
        settings(
            connection.getMetaData().getDatabaseMajorVersion(),
            address.parameters().getOrDefault("options", ""));
    String calls =
        settings.keySet().stream()
            .map(name -> "pg_catalog.set_config(" + Names.literal(name) + ", ?, false)")
            .collect(Collectors.joining(", ", "select ", ""));
    try (PreparedStatement statement = connection.prepareStatement(calls)) {
      int number = 1;
      for (String value : settings.values()) {
        statement.setString(number, value);
        number++;
      }
      statement.execute();
    }
  }

  private static Map<String, String> settings(int version, String options) {
    Map<String, String> settings = new TreeMap<>(TypeMap.SETTINGS);
    // Rows that a policy hides are an error, not a loss that nobody sees.
    settings.put("row_security", "off");
    settings.put("search_path", "");
    // Scans begin at the first block: the order of rows tells which one could not be read.
    settings.put("synchronize_seqscans", "off");
    settings.put("max_parallel_workers_per_gather", "0");
    settings.put("jit", "off");
    settings.put("standard_conforming_strings", "on");
    settings.put("lock_timeout", "0");
    settings.put("idle_in_transaction_session_timeout", "0");
    if (version >= OLDEST_VERSION) {
      settings.put("idle_session_timeout", "0");
    }
    if (version >= WITH_TRANSACTION_TIMEOUT) {
      settings.put("transaction_timeout", "0");
    }
    // As for a dump: it ends when it is done, unless somebody says so for this very connection.
    if (!options.contains("statement_timeout")) {
      settings.put("statement_timeout", "0");
    }
    return settings;
  }

  @Override
  public String toString() {
    return address + " with " + password;
  }
}
