package io.spillway.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real Postgres, one for all tests of a JVM, with a database of its own for each of them.
 *
 * <p>It trusts every user, as an embedded one does.
 */
public final class TestPostgres implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final EmbeddedPostgres server;
  private final String database;

  private TestPostgres(EmbeddedPostgres server, String database) {
    this.server = server;
    this.database = database;
  }

  private static final class Shared {
    private static final EmbeddedPostgres SERVER = start(EmbeddedPostgres.builder());
  }

  /** Starts a server; the caller closes it. */
  public static EmbeddedPostgres start(EmbeddedPostgres.Builder chosen) {
    try {
      return chosen.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new, empty database. */
  public static TestPostgres database() throws SQLException {
    return database(Shared.SERVER);
  }

  /** A new, empty database of that server. */
  public static TestPostgres database(EmbeddedPostgres server) throws SQLException {
    String name = "test" + NUMBER.incrementAndGet();
    TestPostgres admin = new TestPostgres(server, "postgres");
    admin.run("create database " + name);
    return new TestPostgres(server, name);
  }

  /** Another database of the same server, by its name. */
  public TestPostgres sibling(String name) {
    return new TestPostgres(server, name);
  }

  /** The database of the same name of another server. */
  public TestPostgres of(EmbeddedPostgres other) {
    return new TestPostgres(other, database);
  }

  /** Its name. */
  public String name() {
    return database;
  }

  /** The port of its server on the loopback. */
  public int port() {
    return server.getPort();
  }

  /** As the command line takes it, of the superuser. */
  public String uri() {
    return uri("postgres");
  }

  /** The same of another user. */
  public String uri(String user) {
    return "postgresql://" + user + "@127.0.0.1:" + port() + "/" + database;
  }

  /** A connection of the superuser; the caller closes it. */
  public Connection connect() throws SQLException {
    return connect("postgres");
  }

  /** A connection of another user; the caller closes it. */
  public Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port() + "/" + database + "?user=" + user);
  }

  /** Runs statements, each in a transaction of its own. */
  public void run(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  /** The rows of a query, the text of each value, columns with a {@code |} between them. */
  public List<String> query(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          values.add(result.getString(column));
        }
        rows.add(String.join("|", values.stream().map(String::valueOf).toList()));
      }
      return rows;
    }
  }

  /** Drops the database, whoever is connected. */
  @Override
  public void close() throws SQLException {
    new TestPostgres(server, "postgres").run("drop database " + database + " with (force)");
  }
}
