package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Names;
import io.spillway.source.postgres.address.PostgresAddress;
import io.spillway.source.postgres.decode.TypeMap;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings that reading relies on, whatever server, database and role have as theirs. Each
 * transaction makes them and takes them with it: behind a pooler the next one may run in another
 * session, and this session serve another client.
 */
final class LocalSettings {
  private static final int WITH_TRANSACTION_TIMEOUT = 17;

  /**
   * Begins a transaction in which a name means what it means in {@code pg_catalog}, from its first
   * query on. A name that was resolved before could be a function that any user made; temporary
   * objects come last, since they come first where they are not named.
   */
  static final String BEGIN =
      "begin isolation level repeatable read read only;"
          + " set local search_path = pg_catalog, pg_temp";

  /**
   * Keeps the server from reading views and foreign tables: a table that was swapped for a view
   * would run the view's functions. Servers know it since 17, and since a minor release of August
   * 2024 of those before.
   */
  static final String TABLES_ONLY =
      ifKnown("restrict_nonsystem_relation_kind", "view, foreign-table");

  private LocalSettings() {}

  /** Calls that make them, with commas between, for a query of a transaction that is open. */
  static String calls(Connection connection, PostgresAddress address) throws SQLException {
    Map<String, String> settings = new TreeMap<>(TypeMap.SETTINGS);
    // Rows that a policy hides are an error, not a loss that nobody sees.
    settings.put("row_security", "off");
    // Scans begin at the first block: the order of rows tells which one could not be read.
    settings.put("synchronize_seqscans", "off");
    settings.put("max_parallel_workers_per_gather", "0");
    settings.put("jit", "off");
    // Conditions on blocks exclude no table, and checking that would run functions in constraints.
    settings.put("constraint_exclusion", "off");
    settings.put("standard_conforming_strings", "on");
    settings.put("lock_timeout", "0");
    settings.put("idle_in_transaction_session_timeout", "0");
    if (connection.getMetaData().getDatabaseMajorVersion() >= WITH_TRANSACTION_TIMEOUT) {
      settings.put("transaction_timeout", "0");
    }
    // As for a dump: it ends when it is done, unless somebody says so for this very connection.
    if (!address.parameters().getOrDefault("options", "").contains("statement_timeout")) {
      settings.put("statement_timeout", "0");
    }
    return settings.entrySet().stream()
        .map(one -> call(one.getKey(), Names.literal(one.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static String ifKnown(String name, String value) {
    String literal = Names.literal(name);
    return "case when pg_catalog.current_setting("
        + literal
        + ", true) is null then null else "
        + call(name, Names.literal(value))
        + " end";
  }

  /** A call that makes one, to what an expression says. */
  static String call(String name, String expression) {
    return "pg_catalog.set_config(" + Names.literal(name) + ", " + expression + ", true)";
  }
}
