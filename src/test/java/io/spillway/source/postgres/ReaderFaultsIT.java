package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.SpillwayException;
import io.spillway.rows.ColumnBatch;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowReadException;
import io.spillway.rows.RowReader;
import io.spillway.rows.TableSplit;
import io.spillway.source.postgres.address.Password;
import io.spillway.source.postgres.address.PostgresAddress;
import io.spillway.source.postgres.decode.NumericType;
import io.spillway.source.postgres.decode.TypeOptions;
import io.spillway.testing.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of readers when something goes wrong. */
class ReaderFaultsIT {
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

  private void terminate(String application) throws SQLException {
    postgres.query(
        "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '"
            + postgres.name()
            + "' and application_name = '"
            + application
            + "'");
  }

  private static RowReadException failureOf(RowReader.Session session, TableSplit split) {
    return catchThrowableOfType(RowReadException.class, () -> session.read(split, new TextRows()));
  }

  @Test
  void shouldTellOnceWhenTheHolderIsKilledAndReadNothingMore() throws Exception {
    BlockingQueue<String> told = new ArrayBlockingQueue<>(9);
    try (Pinned pinned = Pinned.all(postgres)) {
      pinned.source().onLoss(told::add);
      pinned.source().confirm();
      RowPlan plan = pinned.plan();

      // When
      terminate("spillway snapshot");

      // Then
      assertThat(told.poll(60, TimeUnit.SECONDS)).contains("The snapshot's holder has lost");
      assertThatThrownBy(pinned.source()::confirm)
          .isInstanceOfSatisfying(
              SpillwayException.class,
              e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.FAILED))
          .hasMessageContaining("The snapshot's holder has lost");
      try (RowReader.Session session = pinned.source().reader().open()) {
        RowReadException e = failureOf(session, first(plan));
        assertThat(e).hasMessageContaining(".public.t: The snapshot is gone");
        assertThat(e.mayTryAgain()).isFalse();
      }
      assertThatThrownBy(pinned::plan)
          .isInstanceOf(SpillwayException.class)
          .hasMessageContaining("The snapshot is gone");
      BlockingQueue<String> late = new ArrayBlockingQueue<>(9);
      pinned.source().onLoss(late::add);
      assertThat(late).hasSize(1);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void shouldTakeNoOtherSnapshotOfTheSameName() throws Exception {
    try (Pinned pinned = Pinned.all(postgres)) {
      RowPlan plan = pinned.plan();
      var real = (PostgresReader) pinned.source().reader();
      SnapshotIdentity identity = real.identity();

      for (SnapshotIdentity other :
          List.of(
              new SnapshotIdentity(identity.name(), "1:1:", identity.serverStart()),
              new SnapshotIdentity(
                  identity.name(), identity.transactions(), "2001-01-01 00:00:00+00"))) {
        // When
        try (RowReader.Session session = new PostgresReader(real.connector(), other, 5).open()) {
          RowReadException e = failureOf(session, first(plan));

          // Then
          assertThat(e).hasMessageContaining("another one has its name");
          assertThat(e.mayTryAgain()).isFalse();
        }
      }
    }
  }

  @Test
  void shouldReadOnThroughAnotherSession() throws Exception {
    try (Pinned pinned = Pinned.all(postgres)) {
      RowPlan plan = pinned.plan();
      try (RowReader.Session session = pinned.source().reader().open()) {
        // When
        terminate("spillway reader");
        RowReadException e = failureOf(session, first(plan));
        RowReadException again = failureOf(session, first(plan));

        // Then
        assertThat(e.isBroken()).isTrue();
        assertThat(e).hasMessageStartingWith("Table " + postgres.name() + ".public.t: ");
        assertThat(again.isBroken()).isTrue();
      }
      assertThat(pinned.rows(plan)).hasSize(1000);
    }
  }

  @Test
  void shouldTryAgainAfterAStatementTimeout() throws Exception {
    // Given
    postgres.run("create view slow as select pg_sleep(100)::text as s");
    String uri = postgres.uri() + "?options=-c%20statement_timeout%3D300";
    var options = Pinned.exporting(postgres.name() + ".public.slow");
    try (Pinned pinned = Pinned.of(uri, options)) {
      RowPlan plan = pinned.plan();
      try (RowReader.Session session = pinned.source().reader().open()) {
        // When
        RowReadException e = failureOf(session, first(plan));

        // Then
        assertThat(e).hasMessageContaining("statement timeout");
        assertThat(e.mayTryAgain()).isTrue();
        assertThat(e.isBroken()).isFalse();
      }
    }
  }

  @Test
  void shouldHaveNoSettingsOfARole() throws Exception {
    // Given
    String role = "hurried" + postgres.name();
    postgres.run(
        "create role " + role + " login",
        "alter role " + role + " set statement_timeout = '1h'",
        "alter role " + role + " set transaction_timeout = '2h'",
        "alter role " + role + " set idle_in_transaction_session_timeout = '3h'",
        "alter role " + role + " set row_security = on",
        "alter role " + role + " set search_path = public",
        "alter role " + role + " set datestyle = 'SQL, DMY'");
    var connector = new Connector(PostgresAddress.parse(postgres.uri(role)), Password.None.NONE);

    // When
    try (Connection connection = connector.open(Connector.Purpose.READER)) {
      String before = settings(connection);
      connector.begin(connection, "");

      // Then: they hold for the transaction, and whoever has the session next has its own
      assertThat(settings(connection))
          .isEqualTo("ISO, YMD;spillway reader;0;off;pg_catalog, pg_temp;0;0");
      connection.createStatement().execute("rollback");
      assertThat(settings(connection))
          .isEqualTo(before)
          .contains(";10800000;on;public;3600000;7200000");
    } finally {
      postgres.run("drop role " + role);
    }
  }

  private static String settings(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet settings =
            statement.executeQuery(
                "select string_agg(setting, ';' order by name collate \"C\") from pg_settings"
                    + " where name in ('statement_timeout', 'transaction_timeout', 'row_security',"
                    + " 'search_path', 'idle_in_transaction_session_timeout', 'DateStyle',"
                    + " 'application_name')")) {
      settings.next();
      return settings.getString(1);
    }
  }

  @Test
  void shouldCancelWhatTheServerDoes() throws Exception {
    // Given
    postgres.run("create view slow as select pg_sleep(600)::text as s");
    try (Pinned pinned = Pinned.only(postgres, postgres.name() + ".public.slow")) {
      RowPlan plan = pinned.plan();
      try (RowReader.Session session = pinned.source().reader().open()) {
        BlockingQueue<RowReadException> failed = new ArrayBlockingQueue<>(1);
        Thread reader = new Thread(() -> failed.add(failureOf(session, first(plan))));
        reader.start();
        awaitSleeper();

        // When
        session.cancel();

        // Then
        assertThat(failed.poll(60, TimeUnit.SECONDS))
            .hasMessageContaining("reading was canceled")
            .satisfies(e -> assertThat(e.mayTryAgain()).isFalse());
        assertThat(postgres.query("select 1 from pg_stat_activity where wait_event = 'PgSleep'"))
            .isEmpty();
        assertThat(failureOf(session, first(plan))).hasMessageContaining("canceled");
      }
    }
  }

  private void awaitSleeper() throws Exception {
    while (postgres
        .query(
            "select 1 from pg_stat_activity where wait_event = 'PgSleep' and datname = '"
                + postgres.name()
                + "'")
        .isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldPassOnWhatTheSinkThrowsAndReadOn() throws Exception {
    try (Pinned pinned = Pinned.all(postgres)) {
      RowPlan plan = pinned.plan();
      try (RowReader.Session session = pinned.source().reader().open()) {
        IOException full = new IOException("the disk is full");
        TextRows refusing =
            new TextRows() {
              @Override
              public void write(ColumnBatch batch) throws IOException {
                throw full;
              }
            };

        // When
        assertThatThrownBy(() -> session.read(first(plan), refusing)).isSameAs(full);

        // Then
        assertThat(Pinned.rows(session, first(plan))).hasSize(1000);
      }
    }
  }

  @Test
  void shouldNotLoseRowsThatAPolicyHides() throws Exception {
    // Given
    String role = "watched" + postgres.name();
    postgres.run("create role " + role + " login", "grant select on t to " + role);
    try (Pinned pinned = Pinned.of(postgres.uri(role), PostgresOptions.DEFAULT)) {
      RowPlan plan = pinned.plan();

      // When
      postgres.run(
          "alter table t enable row level security", "create policy few on t using (i <= 10)");

      // Then
      assertThatThrownBy(() -> pinned.rows(plan))
          .isInstanceOf(RowReadException.class)
          .hasMessageContaining(".public.t: ")
          .hasMessageContaining("row-level security");
    } finally {
      postgres.run("drop owned by " + role, "drop role " + role);
    }
  }

  @Test
  void shouldNameTheRowAndColumnThatTheServerCannotSend() throws Exception {
    // Given
    postgres.run(
        "create type mood as enum ('ok', 'gone')",
        "create table p (k int, v text, w mood) partition by list (k)",
        "create table p1 partition of p for values in (1)",
        "create table p2 partition of p for values in (2)",
        "insert into p select 1, 'a', 'ok' from generate_series(1, 10) i",
        "insert into p select 2, 'b', (case i when 4 then 'gone' else 'ok' end)::mood"
            + " from generate_series(1, 10) i",
        "delete from pg_enum where enumlabel = 'gone' and enumtypid = 'mood'::regtype");

    try (Pinned pinned = Pinned.only(postgres, postgres.name() + ".public.p")) {
      // When
      assertThatThrownBy(pinned::rows)
          // Then
          .isInstanceOf(RowReadException.class)
          .hasMessageStartingWith(
              "Table "
                  + postgres.name()
                  + ".public.p: column w of the row with ctid (0,4) in public.p2 cannot be read:"
                  + " invalid internal value for enum");
    }
  }

  @Test
  void shouldNameTheRowAndColumnThatCannotBeExported() throws Exception {
    // Given
    postgres.run(
        "create table n (a int, b numeric)",
        "insert into n select i, i from generate_series(1, 50) i",
        "insert into n values (51, 'NaN'), (52, 1)");
    var options =
        PostgresOptions.DEFAULT
            .with(TableOptions.ALL.only(postgres.name() + ".public.n"))
            .with(TypeOptions.DEFAULT.with(NumericType.parse("--numeric", "decimal(38,18)")));

    try (Pinned pinned = Pinned.of(postgres.uri(), options)) {
      assertThatThrownBy(pinned::rows)
          .isInstanceOf(RowReadException.class)
          .hasMessageStartingWith(
              "Table "
                  + postgres.name()
                  + ".public.n: column b of the row with ctid (0,51) in public.n cannot be read: ");
    }
  }

  @Test
  void shouldNameTheRowThatThereIsNoMemoryFor() throws Exception {
    // Given
    postgres.run("insert into t values (1001, repeat('x', 1000000))");
    try (Pinned pinned = Pinned.all(postgres)) {
      RowPlan plan = pinned.plan();
      try (RowReader.Session session = pinned.source().reader().open()) {
        TextRows small =
            new TextRows() {
              @Override
              public void write(ColumnBatch batch) throws IOException {
                if (rows().size() == 1000) {
                  throw new OutOfMemoryError("as if");
                }
                super.write(batch);
              }
            };

        // When
        assertThatThrownBy(() -> session.read(first(plan), small))
            .isInstanceOf(RowReadException.class)
            .hasMessageContaining("column v of the row with ctid (")
            .hasMessageContaining("memory");
      }
    }
  }

  @Test
  void shouldTakeFewerLeavesAtATimeWhenTheServerHasNoMoreLocks() throws Exception {
    // Given
    try (EmbeddedPostgres server =
            TestPostgres.start(
                EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "10")
                    .setServerConfig("max_wal_senders", "0")
                    .setServerConfig("max_locks_per_transaction", "10"));
        TestPostgres small = TestPostgres.database(server)) {
      small.run("create table p (k int primary key, v int) partition by range (k)");
      for (int i = 0; i < 600; i++) {
        small.run(
            "create table p%1 partition of p for values from (%1) to (%2)"
                .replace("%1", Integer.toString(i))
                .replace("%2", Integer.toString(i + 1)));
      }
      small.run("insert into p0 values (0, 1)", "insert into p599 values (599, 2)");
      try (Pinned pinned = Pinned.all(small);
          Connection other = small.connect();
          Statement statement = other.createStatement()) {
        RowPlan plan = pinned.plan();
        statement.execute("begin");
        for (int i = 0; i < 150; i++) {
          statement.execute("select from only p" + i);
        }

        // When
        List<RowReadException> failures = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        try (RowReader.Session session = pinned.source().reader().open()) {
          while (rows.isEmpty() && failures.size() < 9) {
            try {
              rows = Pinned.rows(session, first(plan));
            } catch (RowReadException e) {
              failures.add(e);
            }
          }
        }

        // Then
        assertThat(rows).containsExactly("0|1", "599|2");
        assertThat(failures)
            .isNotEmpty()
            .allMatch(RowReadException::mayTryAgain)
            .noneMatch(RowReadException::isBroken)
            .allSatisfy(e -> assertThat(e).hasMessageContaining("out of shared memory"));
      }
    }
  }

  @Test
  void shouldTravelWithoutShowingThePassword() throws Exception {
    // Given
    var connector =
        new Connector(PostgresAddress.parse(postgres.uri()), new Password.Fixed("s3cret"));
    try (Pinned pinned = Pinned.all(postgres)) {
      var identity = ((PostgresReader) pinned.source().reader()).identity();
      RowReader reader = new PostgresReader(connector, identity, 5);

      // When
      RowReader travelled = (RowReader) copy(reader);
      TableSplit split = (TableSplit) copy(first(pinned.plan()));

      // Then
      try (RowReader.Session session = travelled.open()) {
        assertThat(Pinned.rows(session, split)).hasSize(1000);
      }
      assertThat(travelled.toString()).doesNotContain("s3cret");
    }
  }

  private static Object copy(Object one) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(one);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
