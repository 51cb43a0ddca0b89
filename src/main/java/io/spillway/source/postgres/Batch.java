package io.spillway.source.postgres;

import io.spillway.rows.ColumnBatch;
import io.spillway.source.postgres.decode.CopyDecoder;
import io.spillway.source.postgres.decode.ReadColumn;
import io.spillway.source.postgres.decode.ValueException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Ranges of leaves that one statement reads, in their order. */
final class Batch {
  private final TableQuery query;
  private final List<LeafRange> ranges;
  private boolean begun;
  private long rows;

  Batch(TableQuery query, List<LeafRange> ranges) {
    this.query = query;
    this.ranges = ranges;
  }

  /** Says, by throwing, that it is enough. */
  interface Stop {
    void check() throws IOException;
  }

  TableQuery query() {
    return query;
  }

  List<LeafRange> ranges() {
    return ranges;
  }

  /** Whether its statement has all locks that it needs, and rows may have come. */
  boolean begun() {
    return begun;
  }

  /** How many rows have come whole. */
  long rows() {
    return rows;
  }

  /**
   * Locks the leaves, and what views are made of, as reading does, and runs nothing: the server
   * only parses. {@code LOCK TABLE} would want a right to the whole table, and takes no
   * materialized view.
   */
  void lock(Connection connection) throws SQLException {
    String sql =
        ranges.stream()
            .map(range -> "select 1 from only " + range.leaf().quoted())
            .distinct()
            .collect(Collectors.joining("\nunion all\n"));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.getMetaData();
    }
  }

  /**
   * Reads all rows, in the order of the ranges and of the rows within.
   *
   * @throws ValueException if a value cannot be exported
   */
  void copy(Connection connection, ColumnBatch.Sink sink, Stop stop)
      throws SQLException, IOException {
    String sql =
        ranges.stream()
            .map(query::rows)
            .collect(Collectors.joining("\nunion all\n", "copy (", ") to stdout (format binary)"));
    ColumnBatch block = new ColumnBatch(query.columns().stream().map(ReadColumn::column).toList());
    CopyDecoder decoder = new CopyDecoder(query.columns(), block, sink);
    PGConnection driver = connection.unwrap(PGConnection.class);
    CopyOut copy = driver.getCopyAPI().copyOut(sql);
    begun = true;
    try {
      byte @Nullable [] message = copy.readFromCopy();
      while (message != null) {
        stop.check();
        decoder.accept(message);
        message = copy.readFromCopy();
      }
      decoder.end();
    } catch (IOException | RuntimeException e) {
      endEarly(driver, copy, e);
      throw e;
    } finally {
      rows = decoder.rows();
    }
  }

  /**
   * Has the server stop, and takes what it has sent by then: the driver's own {@code cancelCopy}
   * leaves that for the next statement to stumble over (pgjdbc #3163).
   */
  private static void endEarly(PGConnection driver, CopyOut copy, Exception reason) {
    try {
      if (copy.isActive()) {
        driver.cancelQuery();
      }
      byte @Nullable [] message = {};
      while (message != null && copy.isActive()) {
        message = copy.readFromCopy();
      }
    } catch (SQLException e) {
      // That it was canceled; or else, whoever uses the connection next finds out.
      reason.addSuppressed(e);
    }
  }
}
