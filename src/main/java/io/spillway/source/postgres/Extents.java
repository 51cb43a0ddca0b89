package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Names;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sizes of leaves. They come from the statistics where these are up to date. Other leaves are
 * measured, which makes the server open each of them. A server process caches every relation that
 * it opens (4 kB each), so measuring uses short-lived connections.
 */
final class Extents {
  private static final int LEAVES_PER_CONNECTION = 20_000;
  private static final String MOST_WAITING = "2s";

  // A table under an exclusive lock cannot be measured. It is skipped instead of waited for.
  private static final String SIZES =
      """
      select s.oid, s.heap,
             case when s.heap operator(pg_catalog.>) 0
                       and s.toast operator(pg_catalog.<>) 0::pg_catalog.oid
                  then pg_catalog.pg_relation_size(s.toast) end
        from (select c.oid, c.reltoastrelid as toast, pg_catalog.pg_relation_size(c.oid) as heap
                from pg_catalog.pg_class c
               where c.oid operator(pg_catalog.=) any (?::pg_catalog.oid[])
                 and not exists (
                       select from pg_catalog.pg_locks l
                        where l.mode operator(pg_catalog.=) 'AccessExclusiveLock'
                              and l.relation operator(pg_catalog.=) c.oid)) s""";

  /**
   * A measured size.
   *
   * @param heap bytes of rows
   * @param toast bytes of long values
   */
  private record Size(long heap, long toast) {}

  private final long page;
  private final Map<Long, Size> measured = new HashMap<>();

  private Extents(long page) {
    this.page = page;
  }

  /**
   * Measures the leaves whose statistics cannot be trusted.
   *
   * @param page bytes per page
   */
  static Extents of(Connector connector, Collection<Relation> leaves, long page)
      throws SQLException, IOException {
    Extents extents = new Extents(page);
    List<Long> unsure =
        leaves.stream().filter(Extents::isUnsure).map(Relation::oid).distinct().sorted().toList();
    for (int from = 0; from < unsure.size(); from += LEAVES_PER_CONNECTION) {
      int to = Math.min(unsure.size(), from + LEAVES_PER_CONNECTION);
      extents.measure(connector, unsure.subList(from, to));
    }
    return extents;
  }

  /** Returns whether the statistics are missing, or contradict the rows counted since. */
  private static boolean isUnsure(Relation leaf) {
    boolean grown = leaf.live() > 2 * leaf.rows() + 1_000;
    return leaf.cut() && (leaf.pages() == 0 || leaf.rows() < 0 || grown);
  }

  private void measure(Connector connector, List<Long> oids) throws SQLException, IOException {
    try (Connection connection = connector.openNext(Connector.Purpose.PLANNER)) {
      connector.begin(connection, LocalSettings.call("lock_timeout", Names.literal(MOST_WAITING)));
      try (PreparedStatement statement = connection.prepareStatement(SIZES)) {
        statement.setArray(1, CatalogueQueries.array(connection, oids));
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            measured.put(result.getLong(1), new Size(result.getLong(2), result.getLong(3)));
          }
        }
      }
    } catch (SQLException e) {
      if (!SqlErrors.state(e).equals(SqlErrors.LOCK_NOT_AVAILABLE)) {
        throw e;
      }
      // Sizes only make splits even, so the statistics suffice.
    }
  }

  /** Returns the size of a leaf. */
  Extent extent(Relation relation) {
    Leaf leaf = new Leaf(relation.oid(), relation.schema(), relation.name());
    Size size = measured.get(relation.oid());
    if (size == null) {
      long pages = relation.cut() ? relation.pages() : 0;
      return new Extent(leaf, pages, (pages + relation.toastPages()) * page, relation.cut());
    }
    return new Extent(leaf, size.heap / page, size.heap + size.toast, relation.cut());
  }

  /**
   * Returns the approximate number of rows of the leaves, estimated from their row density; -1 if
   * unknown.
   */
  long rows(Collection<Relation> leaves) {
    double rows = 0;
    for (Relation leaf : leaves) {
      long pages = extent(leaf).pages();
      if (leaf.rows() >= 0 && leaf.pages() > 0) {
        rows += leaf.rows() / leaf.pages() * pages;
      } else if (leaf.live() > 0) {
        rows += leaf.live();
      } else if (pages > 0 || !leaf.cut()) {
        return -1;
      }
    }
    return Math.round(rows);
  }
}
