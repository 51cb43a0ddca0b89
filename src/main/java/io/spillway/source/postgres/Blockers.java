package io.spillway.source.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** A lookup of the session that keeps a table from being read. */
final class Blockers {
  private static final String SQL =
      """
      select pg_catalog.format('%s.%s', n.nspname, c.relname), l.pid, coalesce(a.usename, '?'),
             case when a.application_name operator(pg_catalog.<>) '' then a.application_name
                  else '?' end
        from pg_catalog.pg_locks l
        join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) l.relation
        join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
        left join pg_catalog.pg_stat_activity a on a.pid operator(pg_catalog.=) l.pid
       where l.relation operator(pg_catalog.=) any (?::pg_catalog.oid[])
             and l.mode operator(pg_catalog.=) 'AccessExclusiveLock'
       order by l.granted desc
       limit 1""";

  private Blockers() {}

  /**
   * Returns the session that holds a conflicting lock, as the end of a sentence; empty if the lock
   * was released meanwhile.
   */
  static String of(Connection connection, CopyStatement batch) {
    List<Long> oids = batch.ranges().stream().map(range -> range.leaf().oid()).toList();
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.setArray(1, CatalogueQueries.array(connection, oids));
      try (ResultSet result = statement.executeQuery()) {
        return result.next()
            ? ", for "
                + result.getString(1)
                + " is locked by process "
                + result.getInt(2)
                + " of user "
                + result.getString(3)
                + ", application "
                + result.getString(4)
            : "";
      }
    } catch (SQLException e) {
      // The result is only a hint.
      return "";
    }
  }
}
