package io.spillway.source.postgres;

import io.spillway.rows.TableSplit.Piece;
import java.util.List;

/**
 * Ranges of leaves that make one split.
 *
 * @param query how they are read
 * @param ranges in order; none of a table without partitions
 */
record LeafPiece(TableQuery query, List<LeafRange> ranges) implements Piece {
  LeafPiece {
    ranges = List.copyOf(ranges);
  }
}
