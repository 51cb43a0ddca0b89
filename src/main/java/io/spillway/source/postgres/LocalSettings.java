package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Names;
import io.spillway.source.postgres.address.PostgresAddress;
import io.spillway.source.postgres.decode.TypeMap;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
   * Settings that only a superuser may change, and that hide rows when they are on. If such a
   * setting is on for a role that may not turn it off, the export fails.
   */
  private static final List<String> HIDING =
      List.of("ignore_checksum_failure", "zero_damaged_pages");

  // The role's own setting, or one of this session, says nothing about the amounts in the database.
  private static final String MONEY =
      """
      select coalesce(
               case when g.source operator(pg_catalog.=) 'client' then g.setting end,
               (select pg_catalog.substr(c.one, 13)
                  from pg_catalog.pg_db_role_setting s
                 cross join lateral pg_catalog.unnest(s.setconfig) as c (one)
                 where s.setrole operator(pg_catalog.=) 0::pg_catalog.oid
                   and (s.setdatabase operator(pg_catalog.=) d.oid
                        or s.setdatabase operator(pg_catalog.=) 0::pg_catalog.oid)
                   and pg_catalog.starts_with(c.one, 'lc_monetary=')
                 order by s.setdatabase desc
                 limit 1),
               case when g.source operator(pg_catalog.<>)
                           all (array['user', 'database user', 'session']::pg_catalog.text[])
                    then g.setting end,
               d.datcollate::pg_catalog.text)
        from pg_catalog.pg_settings g
       cross join pg_catalog.pg_database d
       where g.name operator(pg_catalog.=) 'lc_monetary'
             and d.datname operator(pg_catalog.=) pg_catalog.current_database()\
      """;

  /**
   * Keeps the server from reading views and foreign tables: if a table was swapped for a view,
   * reading it would run the view's functions. Servers support the setting since version 17, and
   * older versions since their minor releases of August 2024.
   */
  static final String TABLES_ONLY =
      ifKnown("restrict_nonsystem_relation_kind", "view, foreign-table");

  private LocalSettings() {}

  /**
   * Reads the database's own {@code lc_monetary} in the open transaction. It defines how many
   * digits of an amount of money are behind the point, so another value would change amounts.
   */
  static String money(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(MONEY)) {
      result.next();
      return result.getString(1);
    }
  }

  /**
   * Returns the calls that apply the settings, separated by commas, for a query in the open
   * transaction.
   *
   * @param money the database's {@code lc_monetary}; empty before it is known
   */
  static String calls(Connection connection, PostgresAddress address, String money)
      throws SQLException {
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
    // With --where, the one would lose rows at random, the other change what a comparison means.
    settings.put("gin_fuzzy_search_limit", "0");
    settings.put("transform_null_equals", "off");
    // Without it, a range of blocks is found by reading the whole table.
    settings.put("enable_tidscan", "on");
    settings.put("lock_timeout", "0");
    settings.put("idle_in_transaction_session_timeout", "0");
    if (connection.getMetaData().getDatabaseMajorVersion() >= WITH_TRANSACTION_TIMEOUT) {
      settings.put("transaction_timeout", "0");
    }
    // As with pg_dump, a read has no time limit, unless the options of this connection set one.
    if (!address.parameters().getOrDefault("options", "").contains("statement_timeout")) {
      settings.put("statement_timeout", "0");
    }
    if (!money.isEmpty()) {
      settings.put("lc_monetary", money);
    }
    return Stream.concat(
            settings.entrySet().stream()
                .map(one -> call(one.getKey(), Names.literal(one.getValue()))),
            HIDING.stream().map(LocalSettings::off))
        .collect(Collectors.joining(", "));
  }

  private static String off(String name) {
    return "case when pg_catalog.current_setting("
        + Names.literal(name)
        + ") operator(pg_catalog.=) 'on' then "
        + call(name, "'off'")
        + " end";
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
