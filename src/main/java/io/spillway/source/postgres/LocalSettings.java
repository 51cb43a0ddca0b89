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
 * The settings that a read relies on, regardless of the settings of server, database and role. Each
 * transaction applies them locally. Behind a pooler the next transaction may run in another
 * session, and this session may serve another client.
 */
final class LocalSettings {
  private static final int WITH_TRANSACTION_TIMEOUT = 17;

  /**
   * Begins a transaction in which names resolve to {@code pg_catalog} from the first query on.
   * Before that, a name could resolve to a function that any user created. Temporary objects are
   * listed last, because they come first where they are not listed.
   */
  static final String BEGIN =
      "begin isolation level repeatable read read only;"
          + " set local search_path = pg_catalog, pg_temp";

  /**
   * Keeps the server from reading views and foreign tables: if a table was swapped for a view,
   * reading it would run the view's functions. Servers support the setting since version 17, and
   * older versions since their minor releases of August 2024.
   */
  static final String TABLES_ONLY =
      ifKnown("restrict_nonsystem_relation_kind", "view, foreign-table");

  private LocalSettings() {}

  /**
   * Returns the calls that apply the settings, separated by commas, for a query in the open
   * transaction.
   */
  static String calls(Connection connection, PostgresAddress address) throws SQLException {
    Map<String, String> settings = new TreeMap<>(TypeMap.SETTINGS);
    // Rows that a policy hides are an error, not a silent loss.
    settings.put("row_security", "off");
    // Scans start at the first block, so the order of rows identifies the row that failed.
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
    // As with pg_dump, a read has no time limit, unless the options of this connection set one.
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

  /**
   * Returns a call that applies one setting.
   *
   * @param expression SQL expression of the value
   */
  static String call(String name, String expression) {
    return "pg_catalog.set_config(" + Names.literal(name) + ", " + expression + ", true)";
  }
}
