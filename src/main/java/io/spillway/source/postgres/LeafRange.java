package io.spillway.source.postgres;

import java.io.Serializable;

/**
 * A range of blocks of a leaf. The ranges of a leaf together cover all of its rows, even if it
 * grows: the first starts at block 0, and the last has no end.
 *
 * @param leaf leaf of the blocks
 * @param from first block, inclusive
 * @param to end block, exclusive, or {@link #OPEN}
 */
record LeafRange(Leaf leaf, long from, long to) implements Serializable {
  static final long OPEN = -1;

  /** Returns the range that covers a whole leaf. */
  static LeafRange whole(Leaf leaf) {
    return new LeafRange(leaf, 0, OPEN);
  }

  /** Returns the range as an SQL condition; empty if it covers all rows. */
  String condition(String alias) {
    String ctid = alias + ".ctid";
    String first =
        from == 0 ? "" : ctid + " operator(pg_catalog.>=) '(" + from + ",0)'::pg_catalog.tid";
    String last =
        to == OPEN ? "" : ctid + " operator(pg_catalog.<) '(" + to + ",0)'::pg_catalog.tid";
    return first.isEmpty() || last.isEmpty() ? first + last : first + " and " + last;
  }
}
