package io.spillway.source.postgres;

import io.spillway.SpillwayException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * How many connections a server has left for an export.
 *
 * @param count of them, that of the snapshot's holder included
 * @param limit what leaves no more, in words
 */
record Room(long count, String limit) {
  /** The least that an export takes: one holds the snapshot, and one reads. */
  static final int LEAST = 2;

  // Superusers have connections of their own and no limits; numbackends is what everybody may see.
  private static final String SQL =
      """
      with me as (
        select r.rolname, r.rolsuper, r.rolconnlimit,
               (select count(*) from pg_catalog.pg_stat_activity a where a.usesysid = r.oid) as used
          from pg_catalog.pg_roles r where r.rolname = current_user),
      db as (
        select d.datname, d.datconnlimit, pg_catalog.pg_stat_get_db_numbackends(d.oid) as used
          from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()),
      server as (
        select current_setting('max_connections')::int as most,
               current_setting('superuser_reserved_connections')::int
                 + coalesce(nullif(current_setting('reserved_connections', true), ''), '0')::int
                 as reserved,
               (select coalesce(sum(pg_catalog.pg_stat_get_db_numbackends(d.oid)), 0)
                  from pg_catalog.pg_database d) as used)
      select most - case when rolsuper then 0 else reserved end - used,
             used || ' of ' || most || ' of the server are used, '
               || case when rolsuper then 0 else reserved end || ' are reserved'
        from server, (select rolsuper from me) m
      union all
      select rolconnlimit - used, used || ' of ' || rolconnlimit || ' of the role are used'
        from me where rolconnlimit >= 0 and not rolsuper
      union all
      select datconnlimit - db.used,
             db.used || ' of ' || datconnlimit || ' of the database are used'
        from db, me where datconnlimit >= 0 and not rolsuper
      order by 1
      limit 1""";

  /** Asks, by the connection that will hold the snapshot. */
  static Room of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SQL)) {
      result.next();
      return new Room(result.getLong(1) + 1, result.getString(2));
    }
  }

  /**
   * Compares.
   *
   * @param wanted most that may be open at once
   * @return what the user should know when it is less than that
   * @throws SpillwayException (refused) when it is not even the least
   */
  Optional<String> compare(int wanted) {
    if (count < LEAST) {
      throw new SpillwayException(
          SpillwayException.Kind.REFUSED,
          "Too few connections are left at the server ("
              + limit
              + "): an export takes "
              + LEAST
              + " at least, one that holds the snapshot and one that reads. End others, or raise the"
              + " limit.");
    }
    return count >= wanted
        ? Optional.empty()
        : Optional.of(
            "Only "
                + count
                + " connections are left ("
                + limit
                + "), which is less than the "
                + wanted
                + " of --max-connections: some readers wait until there are more.");
  }
}
