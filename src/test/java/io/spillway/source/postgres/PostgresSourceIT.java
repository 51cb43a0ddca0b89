package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowPlan.PlannedTable;
import io.spillway.rows.TableSplit;
import io.spillway.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read of a database that nobody disturbs. */
class PostgresSourceIT {
  private TestPostgres postgres;

  @BeforeEach
  void createDatabase() throws SQLException {
    postgres = TestPostgres.database();
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    postgres.close();
  }

  @Test
  void shouldSayWhichState() throws Exception {
    Instant before = Instant.parse(postgres.query("select to_json(now())#>>'{}'").get(0));

    // When
    try (Pinned pinned = Pinned.all(postgres)) {
      var snapshot = pinned.source().snapshot();

      // Then
      assertThat(snapshot.source())
          .isEqualTo("postgresql://127.0.0.1:" + postgres.port() + "/" + postgres.name());
      assertThat(snapshot.id()).matches("[0-9A-F]+-[0-9A-F]+-1");
      assertThat(snapshot.position()).matches("[0-9A-F]+/[0-9A-F]+");
      assertThat(snapshot.takenAt()).isBetween(before, before.plusSeconds(600));
    }
  }

  @Test
  void shouldReadTheSnapshotOfAnotherSession() throws Exception {
    // Given
    postgres.run("create table t as select 1 as i");
    Connection other = postgres.connect();
    Statement statement = other.createStatement();
    statement.execute("begin isolation level repeatable read");
    ResultSet result = statement.executeQuery("select pg_export_snapshot()");
    result.next();
    String name = result.getString(1);
    postgres.run("insert into t values (2)", "create table later (i int)");

    // When
    try (Pinned pinned = Pinned.of(postgres.uri(), PostgresOptions.DEFAULT.withSnapshot(name))) {
      other.close();
      RowPlan plan = pinned.plan();

      // Then
      assertThat(pinned.rows(plan)).containsExactly("1");
      assertThat(pinned.source().snapshot().id()).isEqualTo(name);
      assertThat(pinned.source().snapshot().position()).isEmpty();
      assertThat(plan.notes()).singleElement().asString().contains("is of another session");
    }
    assertThatThrownBy(
            () -> Pinned.of(postgres.uri(), PostgresOptions.DEFAULT.withSnapshot(name)).close())
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessageStartingWith("--snapshot '" + name + "' cannot be read (");
  }

  @Test
  void shouldReadEachRowOfALargeTableOnce() throws Exception {
    // Given
    postgres.run("create table t as select i, repeat('x', 500) x from generate_series(1, 20000) i");

    try (Pinned pinned = Pinned.all(postgres)) {
      // When
      RowPlan plan = pinned.plan();
      List<String> rows = pinned.rows(plan);

      // Then
      PlannedTable table = plan.tables().get(0);
      long heap = Long.parseLong(postgres.query("select pg_relation_size('t')").get(0));
      assertThat(table.splits()).hasSize((int) Math.ceil((double) heap / Pinned.MIB));
      assertThat(table.splits())
          .extracting(TableSplit::number)
          .containsExactlyElementsOf(
              java.util.stream.IntStream.range(0, table.splits().size()).boxed().toList());
      assertThat(table.splits())
          .allSatisfy(split -> assertThat(split.bytes()).isBetween(Pinned.MIB / 2, Pinned.MIB));
      assertThat(rows).containsExactlyElementsOf(postgres.query("select * from t order by ctid"));
      assertThat(table.bytes()).isEqualTo(heap);
    }
  }

  @Test
  void shouldPackSmallPartitionsAndCutLargeOnes() throws Exception {
    // Given
    postgres.run(
        "create table p (k int, v text) partition by list (k)",
        "do $$ begin for i in 0..299 loop"
            + " execute format('create table p%s partition of p for values in (%s)', i, i);"
            + " end loop; end $$",
        "insert into p select i % 299, repeat('y', 400) from generate_series(1, 5000) i",
        "insert into p select 299, repeat('z', 900) from generate_series(1, 4000) i");

    try (Pinned pinned = Pinned.all(postgres)) {
      // When
      RowPlan plan = pinned.plan();
      List<String> rows = pinned.rows(plan);

      // Then
      assertThat(plan.tables()).hasSize(1);
      assertThat(plan.tables().get(0).splits()).hasSizeBetween(4, 8);
      assertThat(rows).containsExactlyInAnyOrderElementsOf(postgres.query("select * from p"));
    }
  }

  @Test
  void shouldMakeOneSplitOfATableWithoutRowsOrPartitionsAndNoneWithoutColumns() throws Exception {
    // Given
    postgres.run(
        "create table empty (a int)",
        "create table bare ()",
        "insert into bare default values",
        "create table childless (a int) partition by list (a)");

    try (Pinned pinned = Pinned.all(postgres)) {
      // When
      RowPlan plan = pinned.plan();

      // Then
      assertThat(plan.tables()).allSatisfy(table -> assertThat(table.splits()).hasSize(1));
      assertThat(pinned.tables()).containsExactly("public.childless", "public.empty");
      assertThat(plan.unreadable())
          .extracting(RowPlan.Unreadable::reason)
          .containsExactly(
              "it has no columns, and Parquet holds no table without: --skip-unreadable skips it,"
                  + " --exclude leaves it out");
      assertThat(pinned.rows(plan)).isEmpty();
    }
  }

  @Test
  void shouldTakeAnyNames() throws Exception {
    // Given
    postgres.run(
        "create schema \"s/1 .\"",
        "create table \"s/1 .\".\"T\"\"a*b:ü$\n\" (\"select\" int, \"ä b\"\"'\" text, \"$\" int,"
            + " \"p\" int)",
        "insert into \"s/1 .\".\"T\"\"a*b:ü$\n\" values (1, 'x', 2, 3)",
        "create table \"s/1 .\".\"p.q\" (\"p.q\" int) partition by list (\"p.q\")",
        "create table \"P%\" partition of \"s/1 .\".\"p.q\" for values in (4)",
        "insert into \"P%\" values (4)");

    try (Pinned pinned = Pinned.all(postgres)) {
      // When
      RowPlan plan = pinned.plan();

      // Then
      assertThat(plan.tables().get(0).table().folder())
          .isEqualTo(postgres.name() + "/s%2F1%20%2E.T%22a%2Ab%3A%C3%BC$%0A");
      assertThat(plan.tables().get(1).table().folder())
          .isEqualTo(postgres.name() + "/s%2F1%20%2E.p.q");
      assertThat(pinned.rows(plan)).containsExactly("1|x|2|3", "4");
      assertThat(plan.tables().get(0).table().columns())
          .extracting(column -> column.name())
          .containsExactly("select", "ä b\"'", "$", "p");
    }
  }

  @Test
  void shouldReadColumnsByTheParentsOrderWhateverThePartitions() throws Exception {
    // Given
    postgres.run(
        "create table p (a int, b int, c text, k int) partition by list (k)",
        "create table p1 (c text, gone int, k int, b int, a int)",
        "alter table p1 drop column gone",
        "alter table p attach partition p1 for values in (1)",
        "create table p2 partition of p for values in (2)",
        "insert into p values (1, 2, 'x', 1), (3, 4, 'y', 2)");

    try (Pinned pinned = Pinned.all(postgres)) {
      assertThat(pinned.rows()).containsExactly("1|2|x|1", "3|4|y|2");
    }
  }

  @Test
  void shouldReadGeneratedColumnsAndDomains() throws Exception {
    // Given
    postgres.run(
        "create domain positive as int check (value > 0)",
        "create table t (a positive, b int generated always as (a * 2) stored)",
        "insert into t values (21)");

    try (Pinned pinned = Pinned.all(postgres)) {
      assertThat(pinned.rows()).containsExactly("21|42");
    }
  }

  @Test
  void shouldReadTheSameTextsWhateverARoleHasSet() throws Exception {
    // Given
    String role = "odd_" + postgres.name();
    postgres.run(
        "create table t (a regclass, b interval, c timestamptz[][], d bytea[][], e float8[][],"
            + " f int4range, g tstzrange, h xml, i regtype)",
        "insert into t values ('pg_class', '1 day 2:03', '{{2020-01-02 03:04+00}}',"
            + " '{{\"\\\\x00ff\"}}', '{{0.1}}', '[1,2)', '[2020-01-02 03:04+00,)', '<a/>',"
            + " 'double precision')",
        "create role " + role + " login superuser");
    for (String setting :
        List.of(
            "quote_all_identifiers = on",
            "IntervalStyle = iso_8601",
            "DateStyle = 'SQL, DMY'",
            "TimeZone = 'Asia/Kathmandu'",
            "bytea_output = escape",
            "extra_float_digits = -15",
            "xmlbinary = hex",
            "xmloption = document",
            "client_encoding = LATIN1",
            "standard_conforming_strings = off",
            "search_path = public")) {
      postgres.run("alter role " + role + " set " + setting);
    }

    try (Pinned pinned = Pinned.all(postgres);
        Pinned odd = Pinned.of(postgres.uri(role), PostgresOptions.DEFAULT)) {
      assertThat(odd.rows())
          .isEqualTo(pinned.rows())
          .containsExactly(
              "pg_class|1 day 02:03:00|[[\"2020-01-02T03:04:00+00:00\"]]|[[\"\\\\x00ff\"]]|[[0.1]]"
                  + "|[1,2)|[\"2020-01-02 03:04:00+00\",)|<a/>|double precision");
    } finally {
      postgres.run("drop role " + role);
    }
  }

  @Test
  void shouldReadWhereNumbersBecomeTextByThemselves() throws Exception {
    // Given: with it, an operator between a number and a text may be any of several
    postgres.run(
        "create cast (bigint as text) with inout as implicit",
        "create cast (integer as text) with inout as implicit",
        "create table t as select i, i::bigint as b from generate_series(1, 3) i");

    try (Pinned pinned = Pinned.all(postgres)) {
      assertThat(pinned.rows()).containsExactly("1|1", "2|2", "3|3");
    }
  }

  @Test
  void shouldReadChosenRowsAndColumns() throws Exception {
    // Given
    postgres.run(
        "create table p (a int, b int, c text) partition by list (a)",
        "create table p1 partition of p for values in (1)",
        "create table p2 partition of p for values in (2)",
        "insert into p select 1 + i % 2, i, 'c' || i from generate_series(1, 10) i");
    var options =
        PostgresOptions.DEFAULT.with(
            TableOptions.ALL
                .where("public.p", "p.b > 4 and b < 7 -- the middle")
                .columns(postgres.name() + ".public.p", "c", "a"));

    try (Pinned pinned = Pinned.of(postgres.uri(), options)) {
      assertThat(pinned.rows()).containsExactly("1|c6", "2|c5");
    }
  }

  @Test
  void shouldReadViewsMaterializedViewsAndForeignTablesByName() throws Exception {
    // Given
    postgres.run(
        "create table t as select i from generate_series(1, 3) i",
        "create view v as select i * 10 as j from t",
        "create materialized view m as select i * 100 as j from t",
        "create materialized view later as select 1 as one with no data");

    try (Pinned pinned =
        Pinned.only(
            postgres,
            postgres.name() + ".public.v",
            postgres.name() + ".public.m," + postgres.name() + ".public.later")) {
      // When
      RowPlan plan = pinned.plan();

      // Then
      assertThat(pinned.rows(plan)).containsExactly("100", "200", "300", "10", "20", "30");
      assertThat(plan.unreadable())
          .singleElement()
          .satisfies(one -> assertThat(one.reason()).contains("REFRESH"));
    }
  }

  @Test
  void shouldGiveNoFolderTwice() {
    var folders = new HashSet<String>();

    assertThat(
            List.of(
                Folder.of("d", "a.b", "c"),
                Folder.of("d", "a", "b.c"),
                Folder.of("d", "a%2Eb", "c"),
                Folder.of("d/a", "b", "c"),
                Folder.of("d", "A", "b.c")))
        .allMatch(folders::add);
  }
}
