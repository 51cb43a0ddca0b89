package io.spillway.source.postgres;

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

  private LocalSettings() {}

  /** Calls that make them, with commas between, for a query of a transaction that is open. */
  static String calls(Connection connection, PostgresAddress address) throws SQLException {
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

  /** A call that makes one, to what an expression says. */
  static String call(String name, String expression) {
    return "pg_catalog.set_config(" + Names.literal(name) + ", " + expression + ", true)";
  }
}
