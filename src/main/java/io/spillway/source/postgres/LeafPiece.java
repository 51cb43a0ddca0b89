package io.spillway.source.postgres;

import io.spillway.rows.TableSplit.Piece;
import java.util.List;

/**
 * Ranges of leaves that form one split.
 *
 * @param query query that reads them
 * @param ranges ranges in order; empty for a partitioned table without partitions
 */
record LeafPiece(TableQuery query, List<LeafRange> ranges) implements Piece {
  LeafPiece {
    ranges = List.copyOf(ranges);
  }
}
