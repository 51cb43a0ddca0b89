package io.spillway.source.postgres;

import io.spillway.rows.PlanRequest;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowPlan.PlannedTable;
import io.spillway.rows.RowReader;
import io.spillway.rows.TableSplit;
import io.spillway.source.postgres.address.Password;
import io.spillway.source.postgres.address.PostgresAddress;
import io.spillway.testing.TestPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A test's database, pinned.
 *
 * @param source of its rows
 */
record Pinned(PostgresSource source) implements AutoCloseable {
  static final long MIB = 1024 * 1024;
  private static final int CONNECTIONS = 4;
  private static final Duration SOON = Duration.ofMillis(20);

  /** Everything of it, as its superuser. */
  static Pinned all(TestPostgres postgres) {
    return of(postgres.uri(), PostgresOptions.DEFAULT);
  }

  /** What is chosen of it. */
  static Pinned only(TestPostgres postgres, String... chosen) {
    return of(postgres.uri(), exporting(chosen));
  }

  static Pinned of(String uri, PostgresOptions options) {
    Connector connector = new Connector(PostgresAddress.parse(uri), Password.None.NONE);
    return new Pinned(PostgresSource.pin(connector, options, CONNECTIONS, SOON));
  }

  static PostgresOptions exporting(String... chosen) {
    return PostgresOptions.DEFAULT.with(TableOptions.ALL.only(chosen));
  }

  static PostgresOptions where(String table, String predicate) {
    return PostgresOptions.DEFAULT.with(TableOptions.ALL.where(table, predicate));
  }

  static PostgresOptions columns(String table, String... columns) {
    return PostgresOptions.DEFAULT.with(TableOptions.ALL.columns(table, columns));
  }

  PostgresReader reader() {
    return (PostgresReader) source.reader();
  }

  RowPlan plan() {
    return source.plan(PlanRequest.ofAll(MIB));
  }

  /** The names of the tables that would be exported, without the database's. */
  List<String> tables() {
    return plan().tables().stream().map(one -> without(one.table().name())).toList();
  }

  private static String without(String name) {
    return name.substring(name.indexOf('.') + 1);
  }

  /** All rows of a plan's tables, each as text. */
  List<String> rows(RowPlan plan) throws IOException {
    List<String> rows = new ArrayList<>();
    try (RowReader.Session session = source.reader().open()) {
      for (PlannedTable table : plan.tables()) {
        for (TableSplit split : table.splits()) {
          rows.addAll(rows(session, split));
        }
      }
    }
    return rows;
  }

  List<String> rows() throws IOException {
    return rows(plan());
  }

  static List<String> rows(RowReader.Session session, TableSplit split) throws IOException {
    TextRows rows = new TextRows();
    session.read(split, rows);
    return rows.rows();
  }

  @Override
  public void close() {
    source.close();
  }
}
