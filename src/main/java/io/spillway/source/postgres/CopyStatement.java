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

/** Ranges of leaves that one statement reads, in order. */
final class CopyStatement {
  private final TableQuery query;
  private final List<LeafRange> ranges;
  private boolean begun;
  private long rows;

  CopyStatement(TableQuery query, List<LeafRange> ranges) {
    this.query = query;
    this.ranges = ranges;
  }

  /** A check between messages of the server that stops the read by throwing. */
  interface Stop {
    void check() throws IOException;
  }

  TableQuery query() {
    return query;
  }

  List<LeafRange> ranges() {
    return ranges;
  }

  /**
   * Returns whether the statement holds all locks that it needs. Rows may have arrived from then
   * on.
   */
  boolean begun() {
    return begun;
  }

  /** Returns the number of complete rows received. */
  long rows() {
    return rows;
  }

  /**
   * Locks the leaves, and the relations below a view, exactly as a read does. Runs nothing: the
   * server only parses the statement. {@code LOCK TABLE} would require a privilege on the whole
   * table, and does not accept materialized views.
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
   * Reads all rows, in the order of the ranges and of the rows within them.
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
   * Stops the server and drains what it has already sent. The driver's own {@code cancelCopy}
   * leaves that data on the connection, where it breaks the next statement (pgjdbc #3163).
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
      // Either the expected cancellation, or an error that the next use of the connection reports.
      reason.addSuppressed(e);
    }
  }
}
