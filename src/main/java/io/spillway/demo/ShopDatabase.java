package io.spillway.demo;

import io.spillway.base.SpillwayException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An embedded Postgres with a sample shop: two ordinary tables, and one of 2,000 partitions on two
 * levels. Its data are in a temporary folder that is deleted on close.
 *
 * <p>The server comes from the launcher's class path; no jar of Spillway contains it.
 */
final class ShopDatabase implements AutoCloseable {
  /** The database's name. */
  public static final String NAME = "shop";

  /** The partitioned table, whose rows the demo shows. */
  public static final String ORDERS = "sales.orders";

  /** The library's messages for a platform that it has no server for. */
  private static final List<String> NO_BINARIES =
      List.of("Missing embedded postgres binaries", "Unsupported architecture");

  private static final String ADMINISTRATION = "postgres";

  private static final String TABLES =
      """
      select n.nspname || '.' || c.relname,
        count(leaf.relid) filter (where c.relkind = 'p' and leaf.isleaf),
        sum(pg_relation_size(coalesce(leaf.relid, c.oid)))
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      left join lateral pg_partition_tree(c.oid) leaf on c.relkind = 'p'
      where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'sales')
      group by 1
      order by 1
      """;

  private final EmbeddedPostgres server;

  private ShopDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * A table of the shop.
   *
   * @param name with its schema
   * @param partitions number of leaf partitions; 0 for an ordinary table
   * @param bytes size of the rows in the database, without large values that are stored apart
   */
  public record Stored(String name, int partitions, long bytes) {}

  /**
   * Starts the server and fills it, which takes some seconds.
   *
   * @throws SpillwayException (bad input) if no server exists for this platform; (failed) if it
   *     does not start
   */
  public static ShopDatabase start() {
    try {
      return start(EmbeddedPostgres.builder());
    } catch (NoClassDefFoundError e) {
      throw missing("is not on the class path here", e);
    }
  }

  static ShopDatabase start(EmbeddedPostgres.Builder builder) {
    ShopDatabase shop = new ShopDatabase(server(builder));
    try {
      shop.fill();
      return shop;
    } catch (SQLException | RuntimeException e) {
      shop.close();
      throw failed("fill", e);
    }
  }

  private static EmbeddedPostgres server(EmbeddedPostgres.Builder builder) {
    try {
      return builder
          // This locale exists on every machine.
          .setLocaleConfig("locale", "C")
          .setServerConfig("fsync", "off")
          .setServerConfig("synchronous_commit", "off")
          .setServerConfig("full_page_writes", "off")
          .setServerConfig("autovacuum", "off")
          .start();
    } catch (IOException e) {
      throw failed("start", e);
    } catch (ExceptionInInitializerError e) {
      // The library wraps the cause of a failure to unpack the server in this error.
      throw notUnpacked(e.getCause() == null ? e : e.getCause());
    } catch (IllegalStateException e) {
      throw notUnpacked(e);
    }
  }

  private static SpillwayException notUnpacked(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return NO_BINARIES.stream().anyMatch(message::contains)
        ? missing("has no binaries for " + platform(), cause)
        : failed("start", cause);
  }

  private static String platform() {
    String system = System.getProperty("os.name", "this system");
    return system + " on " + System.getProperty("os.arch", "this machine").toLowerCase(Locale.ROOT);
  }

  private static SpillwayException missing(String why, Throwable cause) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        "Cannot start the demo's Postgres, which "
            + why
            + ": run ./spillway demo postgres from a checkout, on Linux or macOS.",
        cause);
  }

  private static SpillwayException failed(String verb, Throwable cause) {
    return new SpillwayException(
        SpillwayException.Kind.FAILED,
        "Cannot " + verb + " the demo's Postgres: " + cause.getMessage() + ".",
        cause);
  }

  private void fill() throws SQLException {
    run(ADMINISTRATION, List.of("create database " + NAME));
    run(NAME, ShopSchema.statements());
  }

  private void run(String database, List<String> statements) throws SQLException {
    try (Connection connection = connection(database);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private Connection connection(String database) throws SQLException {
    return server.getDatabase(ADMINISTRATION, database).getConnection();
  }

  /** Returns the address as the command line takes it; it needs no password. */
  public String uri() {
    return "postgresql://" + ADMINISTRATION + "@127.0.0.1:" + server.getPort() + "/" + NAME;
  }

  /**
   * Returns the tables in the order of their names.
   *
   * @throws SpillwayException (failed) if the query fails
   */
  public List<Stored> tables() {
    List<Stored> tables = new ArrayList<>();
    try (Connection connection = connection(NAME);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TABLES)) {
      while (row.next()) {
        tables.add(new Stored(row.getString(1), row.getInt(2), row.getLong(3)));
      }
    } catch (SQLException e) {
      throw failed("ask", e);
    }
    return tables;
  }

  /** Stops the server and deletes its data. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw failed("stop", e);
    }
  }
}
