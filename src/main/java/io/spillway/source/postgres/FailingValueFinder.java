package io.spillway.source.postgres;

import io.spillway.rows.Column;
import io.spillway.rows.RowReadException;
import io.spillway.rows.RowReadException.Remedy;
import io.spillway.source.postgres.address.Names;
import io.spillway.source.postgres.decode.ReadColumn;
import io.spillway.source.postgres.decode.ValueException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A finder of the row and the column that could not be read, in the snapshot of the failed read.
 */
final class FailingValueFinder {
  /** Types whose length the server knows without reading the value. */
  private static final Set<String> WITH_LENGTH = Set.of("text", "bytea", "character varying");

  private final PostgresReader reader;
  private final Connection connection;
  private final CopyStatement batch;

  FailingValueFinder(PostgresReader reader, Connection connection, CopyStatement batch) {
    this.reader = reader;
    this.connection = connection;
    this.batch = batch;
  }

  /**
   * The location of a row.
   *
   * @param leaf leaf of the row
   * @param ctid physical position within the leaf
   */
  private record Place(Leaf leaf, String ctid) {}

  /** Returns the failure for a value that cannot be exported. */
  RowReadException ofValue(ValueException e) {
    return find(() -> Optional.of(e.column()), String.valueOf(e.getMessage()), e);
  }

  /** Returns the failure for a server error that has no remedy. */
  RowReadException ofServer(SQLException e) {
    return find(
        () -> SqlErrors.isOfNames(e) ? Optional.empty() : failingColumn(), SqlErrors.said(e), e);
  }

  /** Returns the failure for a row that does not fit into the memory of this process. */
  static RowReadException ofMemory(PostgresReader reader, CopyStatement batch, OutOfMemoryError e) {
    String reason = "this process has not enough memory for it: give the workers more";
    try (Connection another = reader.connect()) {
      FailingValueFinder finder = new FailingValueFinder(reader, another, batch);
      return finder.find(finder::largestColumn, reason, e);
    } catch (IOException | SQLException unreachable) {
      e.addSuppressed(unreachable);
      return failure(batch, "a row cannot be read", reason, e);
    }
  }

  /** Finds a column by its index, from 0. */
  private interface ColumnFinder {
    Optional<Integer> find() throws SQLException;
  }

  private @Nullable Place place;

  private RowReadException find(ColumnFinder finder, String reason, Throwable cause) {
    String what = "rows cannot be read";
    try {
      reader.begin(connection, batch.query());
      Optional<LeafChange> change = change();
      if (change.isPresent()) {
        return new RowReadException(change.get().message(), Remedy.NONE, cause);
      }
      place = place().orElse(null);
      what = what(finder.find());
    } catch (SQLException | LostSnapshotException e) {
      // The export reports what is known without the search.
      cause.addSuppressed(e);
    } finally {
      rollback();
    }
    return failure(batch, what, reason, cause);
  }

  /** Checks twice: a leaf that is gone cannot be locked, and only a locked leaf stays unchanged. */
  private Optional<LeafChange> change() throws SQLException {
    Optional<LeafChange> change = LeafChange.firstOf(connection, batch);
    if (change.isPresent()) {
      return change;
    }
    batch.lock(connection);
    return LeafChange.firstOf(connection, batch);
  }

  private static RowReadException failure(
      CopyStatement batch, String what, String reason, Throwable cause) {
    return new RowReadException(
        "Table " + batch.query().name() + ": " + what + ": " + reason + ".", Remedy.NONE, cause);
  }

  private String what(Optional<Integer> column) {
    String name = column.map(number -> "column " + column(number).name() + " of ").orElse("");
    return place == null
        ? name + "a row cannot be read"
        : name
            + "the row with ctid "
            + place.ctid
            + " in "
            + place.leaf.plain()
            + " cannot be read";
  }

  private Column column(int number) {
    return batch.query().columns().get(number).column();
  }

  private void rollback() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("rollback");
    } catch (SQLException e) {
      // The next use of the connection reports it.
      return;
    }
  }

  /** Returns the location of the row that would have come next. */
  private Optional<Place> place() throws SQLException {
    if (!batch.query().isTable()) {
      return Optional.empty();
    }
    long before = batch.rows();
    for (LeafRange range : batch.ranges()) {
      String ctid = Names.quote(batch.query().alias()) + ".ctid";
      Optional<String> found =
          ask(batch.query().select(ctid, range) + " offset " + before + " limit 1");
      if (found.isPresent()) {
        return Optional.of(new Place(range.leaf(), found.get()));
      }
      before -= Long.parseLong(ask(batch.query().select("pg_catalog.count(*)", range)).orElse("0"));
    }
    return Optional.empty();
  }

  private Optional<String> ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? Optional.ofNullable(result.getString(1)) : Optional.empty();
    }
  }

  /** Returns the first column that the server cannot send even alone, or else the largest. */
  private Optional<Integer> failingColumn() throws SQLException {
    if (place == null) {
      return Optional.empty();
    }
    List<ReadColumn> columns = batch.query().columns();
    for (int number = 0; number < columns.size(); number++) {
      if (!canBeSent(batch.query().expression(columns.get(number)))) {
        return Optional.of(number);
      }
    }
    return largestColumn();
  }

  private boolean canBeSent(String expression) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("savepoint one");
      try {
        // Only the length is returned, but computing it requires the full value in UTF-8.
        statement
            .executeQuery(
                ofRow(
                    "pg_catalog.length(pg_catalog.convert_to(pg_catalog.format('%s', "
                        + expression
                        + "), 'UTF8'))"))
            .close();
        return true;
      } catch (SQLException e) {
        statement.execute("rollback to savepoint one");
        return false;
      }
    }
  }

  private Optional<Integer> largestColumn() throws SQLException {
    if (place == null || batch.query().columns().isEmpty()) {
      return Optional.empty();
    }
    String sizes =
        batch.query().columns().stream().map(this::size).collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(ofRow(sizes))) {
      if (!result.next()) {
        return Optional.empty();
      }
      int largest = 0;
      for (int number = 1; number < batch.query().columns().size(); number++) {
        largest = result.getLong(number + 1) > result.getLong(largest + 1) ? number : largest;
      }
      return Optional.of(largest);
    }
  }

  private String size(ReadColumn read) {
    String column = batch.query().column(read.column().name());
    String type = read.column().original().replaceAll("\\(.*", "");
    return (WITH_LENGTH.contains(type) ? "pg_catalog.octet_length(" : "pg_catalog.pg_column_size(")
        + column
        + ")";
  }

  private String ofRow(String what) {
    Place row = java.util.Objects.requireNonNull(place);
    String alias = Names.quote(batch.query().alias());
    return "select "
        + what
        + " from only "
        + row.leaf.quoted()
        + " as "
        + alias
        + " where "
        + alias
        + ".ctid operator(pg_catalog.=) "
        + Names.literal(row.ctid)
        + "::pg_catalog.tid";
  }
}
