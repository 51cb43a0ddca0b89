package io.spillway.source.postgres;

import io.spillway.base.SpillwayException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The number of connections that a server has left for an export.
 *
 * @param count number of connections, including that of the snapshot's holder
 * @param limit limit that determines the number, in words
 */
record ConnectionBudget(long count, String limit) {
  /** The number of connections that hold the snapshot. */
  static final int HOLDER = 1;

  /** The minimum for an export: one connection holds the snapshot, and one reads. */
  static final int LEAST = HOLDER + 1;

  // Superusers have reserved connections and no limits. Every role may read numbackends.
  private static final String SQL =
      """
      select r.rolsuper,
             pg_catalog.current_setting('max_connections'),
             pg_catalog.current_setting('superuser_reserved_connections'),
             pg_catalog.current_setting('reserved_connections', true),
             (select pg_catalog.sum(pg_catalog.pg_stat_get_db_numbackends(x.oid))
                from pg_catalog.pg_database x),
             r.rolconnlimit,
             (select pg_catalog.count(*)
                from pg_catalog.pg_stat_activity a
               where a.usesysid operator(pg_catalog.=) r.oid),
             d.datconnlimit, pg_catalog.pg_stat_get_db_numbackends(d.oid)
        from pg_catalog.pg_roles r
       cross join pg_catalog.pg_database d
       where r.rolname operator(pg_catalog.=) current_user
             and d.datname operator(pg_catalog.=) pg_catalog.current_database()""";

  /** Reads the budget in the open transaction, on the connection that will hold the snapshot. */
  static ConnectionBudget of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SQL)) {
      result.next();
      boolean superuser = result.getBoolean(1);
      List<ConnectionBudget> all = new ArrayList<>();
      all.add(ofServer(result, superuser));
      if (!superuser) {
        limited(result.getLong(6), result.getLong(7), "role").ifPresent(all::add);
        limited(result.getLong(8), result.getLong(9), "database").ifPresent(all::add);
      }
      return all.stream().min(Comparator.comparing(ConnectionBudget::count)).orElseThrow();
    }
  }

  private static ConnectionBudget ofServer(ResultSet result, boolean superuser)
      throws SQLException {
    long most = number(result, 2);
    long reserved = superuser ? 0 : number(result, 3) + number(result, 4);
    long used = result.getLong(5);
    return left(
        most - reserved - used,
        used + " of " + most + " of the server are used, " + reserved + " are reserved");
  }

  /** Returns the number in a setting, or 0 if the server does not know the setting. */
  private static long number(ResultSet result, int column) throws SQLException {
    String text = result.getString(column);
    return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /** Returns what a limit leaves; empty if there is no limit. */
  private static Optional<ConnectionBudget> limited(long most, long used, String whose) {
    return most < 0
        ? Optional.empty()
        : Optional.of(left(most - used, used + " of " + most + " of the " + whose + " are used"));
  }

  private static ConnectionBudget left(long others, String limit) {
    return new ConnectionBudget(others + 1, limit);
  }

  /**
   * Compares the budget with the number of connections that the export may open.
   *
   * @param wanted maximum number of connections that are open at once
   * @return a note for the user if fewer are left; empty otherwise
   * @throws SpillwayException (refused) if not even the minimum is left
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
