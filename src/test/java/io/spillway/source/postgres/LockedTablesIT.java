package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.rows.RowPlan;
import io.spillway.rows.RowReadException;
import io.spillway.rows.RowReader;
import io.spillway.rows.TableSplit;
import io.spillway.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that somebody else has for himself alone, for a while. */
class LockedTablesIT {
  private TestPostgres postgres;

  @BeforeEach
  void createDatabase() throws SQLException {
    postgres = TestPostgres.database();
    postgres.run("create table t as select i, 'row ' || i as v from generate_series(1, 1000) i");
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    postgres.close();
  }

  private static TableSplit first(RowPlan plan) {
    return plan.tables().get(0).splits().get(0);
  }

  private static RowReadException failureOf(RowReader.Session session, TableSplit split) {
    return catchThrowableOfType(RowReadException.class, () -> session.read(split, new TextRows()));
  }

  @Test
  void shouldSayWhoKeepsATable() throws Exception {
    try (Pinned pinned = Pinned.all(postgres);
        Connection other = postgres.connect();
        Statement statement = other.createStatement()) {
      RowPlan plan = pinned.plan();
      var real = (PostgresReader) pinned.source().reader();
      statement.execute("set application_name = 'the migration'");
      statement.execute("begin");
      statement.execute("alter table t add column more int");

      // When
      try (RowReader.Session session =
          new PostgresReader(real.connector(), real.identity(), 1).open()) {
        RowReadException e = failureOf(session, first(plan));

        // Then
        assertThat(e)
            .hasMessageContaining("lock timeout")
            .hasMessageContaining("public.t is locked by process")
            .hasMessageContaining("application the migration");
        assertThat(e.mayTryAgain()).isTrue();
        statement.execute("commit");
        assertThat(Pinned.rows(session, first(plan))).hasSize(1000);
      }
    }
  }

  @Test
  void shouldGiveWayToWhomItWouldBlockForEver() throws Exception {
    // Given: two partitions that one statement reads
    postgres.run(
        "create table p (i int) partition by list (i)",
        "create table p1 partition of p for values in (1)",
        "create table p2 partition of p for values in (2)",
        "insert into p values (1), (2)");
    try (Pinned pinned = Pinned.only(postgres, postgres.name() + ".public.p");
        RowReader.Session session = pinned.source().reader().open();
        Connection other = postgres.connect();
        Statement statement = other.createStatement()) {
      RowPlan plan = pinned.plan();
      statement.execute("begin");
      statement.execute("lock table p2 in access exclusive mode");

      // When: the reader has the first and waits for the second, and somebody the other way round
      CompletableFuture<List<String>> read =
          CompletableFuture.supplyAsync(() -> rows(session, first(plan)));
      awaitLock("p2");
      statement.execute("lock table p1 in access exclusive mode");
      statement.execute("commit");

      // Then
      assertThat(read.get(1, TimeUnit.MINUTES)).containsExactly("1", "2");
    }
  }

  private static List<String> rows(RowReader.Session session, TableSplit split) {
    try {
      return Pinned.rows(session, split);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitLock(String table) throws Exception {
    String waiting =
        "select 1 from pg_locks where not granted and relation = '" + table + "'::regclass";
    while (postgres.query(waiting).isEmpty()) {
      Thread.sleep(5);
    }
  }

  @Test
  void shouldPlanWhileATableIsKept() throws Exception {
    // Given
    postgres.run("create table kept (i int)");
    try (Connection other = postgres.connect();
        Statement statement = other.createStatement()) {
      statement.execute("begin");
      statement.execute("lock table kept in access exclusive mode");

      // When
      try (Pinned pinned = Pinned.all(postgres)) {
        assertThat(pinned.tables()).containsExactly("public.kept", "public.t");
      }
    }
  }
}
