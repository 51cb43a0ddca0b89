package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.rows.PlanRequest;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowReadException;
import io.spillway.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A database that others change after the snapshot was taken, before it was read: what is read is
 * the snapshot's, or the failure has the name of what was changed.
 */
class ChangingDatabaseIT {
  /** Of the snapshot: a query of the parent itself has the present ones, in any snapshot. */
  private static final String LEAVES =
      "select inhrelid::regclass::text from pg_inherits where inhparent = 'p'::regclass";

  private TestPostgres postgres;

  @BeforeEach
  void createDatabase() throws SQLException {
    postgres = TestPostgres.database();
    postgres.run(
        "create table p (k int, a int, b int, t text) partition by list (k)",
        "create table p1 partition of p for values in (1)",
        "create table p2 partition of p for values in (2)",
        "create table rest partition of p default",
        "create table other (k int, a int, b int, t text)",
        "insert into p select i % 4, i, -i, 'row ' || i from generate_series(1, 1000) i",
        "insert into other values (7, 7, 7, 'other')",
        "create table made (k int, a int)",
        "insert into made values (1, 2)",
        "create view v as select k, a from made",
        "create view vv as select k from v",
        "create materialized view m as select k, a from made");
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    postgres.close();
  }

  private Pinned pinned() {
    String names = ".public.p,DB.public.made,DB.public.v,DB.public.vv,DB.public.m";
    return Pinned.only(postgres, ("DB" + names).replace("DB", postgres.name()));
  }

  private List<String> expected() throws SQLException {
    return postgres.query(
        "select array_to_string(array[k, a], '|') from made"
            + " union all select array_to_string(array[k, a], '|') from m"
            + " union all select concat_ws('|', k, a, b, t) from p"
            + " union all select array_to_string(array[k, a], '|') from v"
            + " union all select k::text from vv");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "insert into p select i, i from generate_series(1, 5000) i",
        "update p set a = 0",
        "update p set k = 3 - k where k in (1, 2)",
        "delete from p",
        "alter table p detach partition p1",
        "create table p9 partition of p for values in (9)",
        "alter table p attach partition other for values in (7)",
        "alter table p add column more int default 5",
        "alter table p alter column t set not null",
        "alter table p alter column t set statistics 10",
        "alter table p alter column t set default 'x'",
        "alter table p rename to q",
        "create index on p (a)",
        "analyze p",
        "vacuum p",
        "update made set k = 5",
        "delete from made",
        "grant select on p to public",
        "comment on column p.a is 'x'",
        "begin; alter table p1 rename column k to kk; rollback",
        "create or replace function f() returns int language sql as 'select 1'",
      })
  void shouldReadWhatWas(String change) throws Exception {
    // Given
    try (Pinned pinned = pinned()) {
      RowPlan plan = pinned.plan();
      List<String> expected = expected();

      // When
      change(change);

      // Then
      assertThat(pinned.rows(plan)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** A statement that fails because it may not run within a transaction stands alone. */
  private void change(String statements) throws SQLException {
    if (statements.startsWith("begin")) {
      postgres.run(statements);
    } else {
      postgres.run(statements.split("; "));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ':',
      value = {
        "truncate p: public.p1 was truncated or rewritten",
        "truncate p2: public.p2 was truncated or rewritten",
        "truncate made: public.made was truncated or rewritten",
        "vacuum full rest: public.rest was truncated or rewritten",
        "alter table p alter column a type bigint: public.p1 was truncated or rewritten",
        "drop table p1: public.p1 was dropped",
        "drop table p: public.p1 was dropped",
        "alter table p rename column a to c: has columns that were renamed or dropped",
        "alter table p drop column t: has columns that were renamed or dropped",
        "alter table p drop column a; alter table p add column a int: renamed or dropped",
        "alter table p rename column a to c; alter table p rename column b to a;"
            + " alter table p rename column c to b: renamed or dropped",
        "alter table rest rename to remains: public.rest was dropped or renamed",
        "alter schema public rename to gone; create schema public: was dropped or renamed",
        "alter table p1 rename to old; alter table p2 rename to p1;"
            + " alter table old rename to p2: was replaced by another of its name",
        "alter table p detach partition p1; alter table p1 rename to was;"
            + " alter table other rename to p1: was replaced by another of its name",
        "refresh materialized view m: public.m was truncated or rewritten",
        "create or replace view v as select a as k, k as a from made:"
            + " public.v was defined anew",
        "drop view vv: public.vv was dropped or renamed",
        "alter view vv rename column k to kk: public.vv has columns that were renamed",
      })
  void shouldFailByName(String change, String said) throws Exception {
    // Given
    try (Pinned pinned = pinned()) {
      RowPlan plan = pinned.plan();

      // When
      change(change);

      // Then
      assertThatThrownBy(() -> pinned.rows(plan))
          .isInstanceOfSatisfying(
              RowReadException.class, e -> assertThat(e.mayTryAgain()).isFalse())
          .hasMessageStartingWith("Table " + postgres.name() + ".public.")
          .hasMessageContaining(said)
          .hasMessageContaining("since the snapshot was taken");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ':',
      value = {
        "drop table other: public.other: it was dropped since the snapshot was taken",
        "drop schema apart cascade: apart.t: it was dropped since the snapshot was taken",
        "drop table p2: public.p: its partition public.p2 cannot be read",
      })
  void shouldNameWhatWasDroppedBeforePlanning(String change, String table, String reason)
      throws Exception {
    // Given
    postgres.run("create schema apart", "create table apart.t (i int)");
    try (Pinned pinned = Pinned.all(postgres)) {
      // When
      postgres.run(change);
      RowPlan plan = pinned.plan();

      // Then
      assertThat(plan.unreadable())
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.table()).isEqualTo(postgres.name() + "." + table);
                assertThat(one.reason()).contains(reason).contains("dropped since the snapshot");
              });
      assertThat(plan.notes()).isEmpty();
    }
  }

  @Test
  void shouldNameAColumnThatWasDroppedBeforePlanning() throws Exception {
    // Given
    String role = "some_" + postgres.name();
    postgres.run("create role " + role + " login", "grant select (k, a) on made to " + role);
    String made = postgres.name() + ".public.made";
    try (Pinned pinned = Pinned.of(postgres.uri(role), Pinned.exporting(made))) {
      // When
      postgres.run("alter table made drop column a cascade");

      // Then
      assertThat(pinned.plan().unreadable())
          .extracting(RowPlan.Unreadable::reason)
          .containsExactly(
              "column a of public.made was dropped since the snapshot was taken; export again");
    } finally {
      postgres.run("drop owned by " + role, "drop role " + role);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ':',
      value = {
        "alter type pair rename attribute a to c: attributes were renamed or dropped",
        "alter type pair drop attribute a: attributes were renamed or dropped",
        "alter type pair drop attribute b; alter type pair add attribute b text:"
            + " attributes were renamed or dropped",
        "alter type pair add attribute c int: column v of the row with ctid (0,1) in public.t"
            + " cannot be read: its type pair has other attributes",
      })
  void shouldFailForCompositeTypesThatWereAltered(String change, String said) throws Exception {
    // Given
    postgres.run(
        "create type pair as (a int, b text)",
        "create table t (v pair[])",
        "insert into t values (array['(1,x)'::pair])");
    try (Pinned pinned = Pinned.only(postgres, postgres.name() + ".public.t")) {
      RowPlan plan = pinned.plan();

      // When
      change(change);

      // Then
      assertThatThrownBy(() -> pinned.rows(plan))
          .isInstanceOfSatisfying(
              RowReadException.class, e -> assertThat(e.mayTryAgain()).isFalse())
          .hasMessageContaining(said)
          .hasMessageContaining("snapshot was taken");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ':',
      value = {
        "v mood: alter type mood rename value 'sad' to 'glum'",
        "v mood: alter type mood rename value 'sad' to 'x'; alter type mood rename value 'ok' to"
            + " 'sad'; alter type mood rename value 'x' to 'ok'",
        "v mood[]: alter type mood rename value 'ok' to 'fine'; alter type mood add value 'ok'",
        "v pair[]: alter type mood rename value 'ok' to 'fine'",
        "v feeling: alter type mood rename value 'ok' to 'fine'",
      })
  void shouldFailForLabelsThatWereRenamed(String column, String change) throws Exception {
    // Given
    prepareLabels(column);
    try (Pinned pinned = Pinned.only(postgres, "public.t")) {
      RowPlan plan = pinned.plan();

      // When
      change(change);

      // Then
      assertThatThrownBy(() -> pinned.rows(plan))
          .isInstanceOfSatisfying(
              RowReadException.class, e -> assertThat(e.mayTryAgain()).isFalse())
          .hasMessageContaining("the enum type public.mood has labels that were renamed since");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "alter type mood add value 'new' before 'sad'",
    "begin; alter type mood rename value 'ok' to 'fine'; rollback",
    "alter type mood rename to humor",
    "begin; alter type mood rename value 'ok' to 'fine'; rollback; alter type mood rename to humor",
    "alter type mood rename value 'ok' to 'fine'; alter type mood rename value 'fine' to 'ok'",
  })
  void shouldReadLabelsThatAreAsTheyWere(String change) throws Exception {
    // Given
    prepareLabels("v pair[]");
    try (Pinned pinned = Pinned.only(postgres, "public.t")) {
      RowPlan plan = pinned.plan();

      // When
      change(change);

      // Then
      assertThat(pinned.rows(plan)).containsExactly("[{\"a\":1,\"m\":\"ok\"}]");
    }
  }

  private void prepareLabels(String column) throws SQLException {
    postgres.run(
        "create type mood as enum ('sad', 'ok')",
        "create domain feeling as mood",
        "create type pair as (a int, m mood)",
        "create table t (" + column + ")");
    String value = column.contains("pair") ? "{\"(1,ok)\"}" : column.endsWith("]") ? "{ok}" : "ok";
    postgres.run("insert into t values ('" + value + "')");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"truncate made", "create or replace view v as select a as k; k as a from made"})
  void shouldFailForAViewOfWhatWasChanged(String change) throws Exception {
    // Given
    try (Pinned pinned = Pinned.only(postgres, postgres.name() + ".public.vv")) {
      RowPlan plan = pinned.plan();

      // When
      postgres.run(change.replace(";", ","));

      // Then
      assertThatThrownBy(() -> pinned.rows(plan))
          .isInstanceOf(RowReadException.class)
          .hasMessageContaining(".public.vv: public.")
          .hasMessageContaining("since the snapshot was taken");
    }
  }

  @Test
  void shouldEqualASelectInTheSameSnapshotWhileOthersWrite() throws Exception {
    // Given
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(enough));
    try (Pinned pinned = Pinned.only(postgres, postgres.name() + ".public.p");
        Connection same = postgres.connect();
        Statement statement = same.createStatement()) {
      statement.execute("begin isolation level repeatable read");
      statement.execute("set transaction snapshot '" + pinned.source().snapshot().id() + "'");

      // When
      RowPlan plan = pinned.source().plan(PlanRequest.ofAll(8 * 1024));
      List<String> rows = new ArrayList<>();
      for (int time = 0; time < 5; time++) {
        rows = pinned.rows(plan);
      }
      enough.set(true);
      writer.join();

      // Then
      List<String> expected = new ArrayList<>();
      for (String leaf : texts(statement, LEAVES)) {
        expected.addAll(texts(statement, "select concat_ws('|', k, a, b, t) from " + leaf));
      }
      assertThat(plan.tables().get(0).splits()).hasSizeGreaterThan(3);
      assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(postgres.query("select concat_ws('|', k, a, b, t) from p")).isNotEqualTo(expected);
    }
  }

  private static List<String> texts(Statement statement, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        texts.add(result.getString(1));
      }
    }
    return texts;
  }

  private void write(AtomicBoolean enough) {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; !enough.get(); i++) {
        statement.execute("update p set k = (k + 1) % 4, b = b + 1 where a % 10 = " + i % 10);
        statement.execute("delete from p where a % 100 = " + i % 100);
        statement.execute("insert into p select i % 5, i, i, 'more' from generate_series(1, 20) i");
        if (i % 10 == 5) {
          statement.execute("alter table p detach partition p2");
          statement.execute("delete from p where k = 2");
          statement.execute("alter table p attach partition p2 for values in (2)");
        }
      }
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }
}
