package io.spillway.source.postgres;

import java.io.Serializable;

/**
 * Blocks of a leaf. All ranges of a leaf have all of its rows, however many blocks it gets: the
 * first begins at 0, and the last has no end.
 *
 * @param leaf whose
 * @param from the first block
 * @param to the first block that is not of it, or {@link #OPEN}
 */
record LeafRange(Leaf leaf, long from, long to) implements Serializable {
  static final long OPEN = -1;

  /** The whole of a leaf. */
  static LeafRange whole(Leaf leaf) {
    return new LeafRange(leaf, 0, OPEN);
  }

  /** As a condition of SQL; empty for all rows. */
  String condition(String alias) {
    String ctid = alias + ".ctid";
    String first =
        from == 0 ? "" : ctid + " operator(pg_catalog.>=) '(" + from + ",0)'::pg_catalog.tid";
    String last =
        to == OPEN ? "" : ctid + " operator(pg_catalog.<) '(" + to + ",0)'::pg_catalog.tid";
    return first.isEmpty() || last.isEmpty() ? first + last : first + " and " + last;
  }
}
