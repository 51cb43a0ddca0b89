package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowPlan.Unreadable;
import io.spillway.testing.TestPostgres;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tables are exported, of one database with all sorts of them. */
class SelectionIT {
  private static TestPostgres postgres;

  @BeforeAll
  static void createDatabase() throws SQLException {
    postgres = TestPostgres.database();
    postgres.run(
        "create schema sales",
        "create schema hidden",
        "create schema bare",
        "create table plain (i int)",
        "create table \"My.Table\" (i int)",
        "create unlogged table quick (i int)",
        "create table base (i int)",
        "create table heir () inherits (base)",
        "create view seen as select 1 as i",
        "create materialized view kept as select 2 as i",
        "create table sales.orders (y int, m int) partition by list (y)",
        "create table sales.y1 partition of sales.orders for values in (1) partition by list (m)",
        "create table sales.y1m1 partition of sales.y1 for values in (1) partition by list (m)",
        "create table sales.y1m1a partition of sales.y1m1 for values in (1)",
        "create table sales.y1rest partition of sales.y1 default",
        "create table public.y2 partition of sales.orders for values in (2)",
        "create table sales.rest partition of sales.orders default",
        "insert into sales.orders values (1, 1), (1, 2), (2, 1), (3, 1)",
        "insert into base values (1)",
        "insert into heir values (2)",
        "create table hidden.secret (i int)",
        "create role reader" + postgres.name() + " login",
        "grant usage on schema public, sales to reader" + postgres.name(),
        "grant select on plain, sales.orders, sales.y1m1a, sales.y1rest, y2 to reader"
            + postgres.name(),
        "create table half (a int, b int)",
        "grant select (a) on half to reader" + postgres.name(),
        "create table watched (i int)",
        "insert into watched values (1), (2)",
        "alter table watched enable row level security",
        "create policy few on watched using (i = 1)",
        "grant select on watched to reader" + postgres.name());
  }

  @AfterAll
  static void dropDatabase() throws SQLException {
    String reader = "reader" + postgres.name();
    postgres.run("drop owned by " + reader, "drop role " + reader);
    postgres.close();
  }

  private static Pinned only(String... chosen) {
    String[] whole = new String[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      whole[i] = chosen[i].replace("DB", postgres.name());
    }
    return Pinned.only(postgres, whole);
  }

  @Test
  void shouldExportEveryTableOnceAndNoPartitionBesideItsParent() throws Exception {
    try (Pinned pinned = Pinned.all(postgres)) {
      // When
      RowPlan plan = pinned.plan();

      // Then
      assertThat(pinned.tables())
          .containsExactly(
              "hidden.secret",
              "public.My.Table",
              "public.base",
              "public.half",
              "public.heir",
              "public.plain",
              "public.quick",
              "public.watched",
              "sales.orders");
      assertThat(plan.unreadable()).isEmpty();
      assertThat(plan.notes())
          .containsExactly(
              "Other tables inherit from "
                  + postgres.name()
                  + ".public.base: it is exported with its own rows alone, and each of them by"
                  + " itself.");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "DB.sales; sales.orders",
        "DB.sales.*; sales.orders",
        "DB.*.orders; sales.orders",
        "DB.s*; sales.orders",
        "DB.sales.orders; sales.orders",
        "DB.sales.y1; sales.y1",
        "DB.sales.y1m1a; sales.y1m1a",
        "DB.sales.rest; sales.rest",
        "DB.public.y2; public.y2",
        "DB.public.?eir; public.heir",
        "DB.public.seen; public.seen",
        "DB.public.kept; public.kept",
        "DB.public.plain, DB.public.heir; public.heir,public.plain",
        "DB.public.\"My.Table\"; public.My.Table",
        "\"DB\".\"public\".\"plain\"; public.plain",
        "*.public.pla*; public.plain",
        "DB.public.base,DB.public.*as*; public.base",
        "sales; sales.orders",
        "sales.*; sales.orders",
        "s*.orders; sales.orders",
        "*.orders; sales.orders",
        "public.plain; public.plain",
        "\"public\".\"My.Table\",sales.y1; public.My.Table,sales.y1",
        "*.sales; sales.orders",
      })
  void shouldChoose(String chosen, String tables) {
    try (Pinned pinned = only(chosen)) {
      assertThat(String.join(",", pinned.tables())).isEqualTo(tables);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "DB.public; DB.public.?e*,hidden,DB.public.half;"
            + " public.My.Table,public.base,public.plain,public.quick,public.watched",
        "public.plain,sales.orders; *.ord*; public.plain",
        "public.plain; public.none,nowhere,other.*.t; public.plain",
        "public.seen,public.kept; public.*e?n; public.kept",
      })
  void shouldLeaveOut(String chosen, String excluded, String tables) {
    TableOptions options =
        TableOptions.ALL
            .only(chosen.replace("DB", postgres.name()))
            .without(excluded.replace("DB", postgres.name()));
    try (Pinned pinned = Pinned.of(postgres.uri(), PostgresOptions.DEFAULT.with(options))) {
      assertThat(String.join(",", pinned.tables())).isEqualTo(tables);
    }
  }

  @Test
  void shouldSayThatAnExclusionMatchesNothing() {
    TableOptions options = TableOptions.ALL.only("public.plain").without("public.plian");
    try (Pinned pinned = Pinned.of(postgres.uri(), PostgresOptions.DEFAULT.with(options))) {
      assertThat(pinned.plan().notes())
          .containsExactly("--exclude 'public.plian' matches no table of this export.");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "sales.y1; names a partition, whose rows are exported with its table",
        "*; leaves no table to export",
        "public..x; a name is missing",
      })
  void shouldRefuseToLeaveOut(String excluded, String said) {
    TableOptions options = TableOptions.ALL.only("sales.orders").without(excluded);
    assertThatThrownBy(
            () -> {
              try (Pinned pinned =
                  Pinned.of(postgres.uri(), PostgresOptions.DEFAULT.with(options))) {
                pinned.plan();
              }
            })
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("--exclude '" + excluded + "'")
        .hasMessageContaining(said);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "other.public.plain; is of another database than",
        "other.public; is of another database than",
        "DB.pubic; Near names: 'public'.",
        "DB.public.plian; Near names: 'plain'.",
        "DB.public.Plain; capitals too",
        "DB.public.none*; matches no table",
        "DB.public.see*; views",
        "DB.nix*; matches no schema",
        "DB.bare; matches no table",
        "DB.pg_catalog.pg_class; unknown schema",
        "DB.public.a.b; holds a dot",
        "DB..plain; a name is missing",
        "DB.public.\"half; quotes go around a whole name",
        "DB,; a name is missing",
      })
  void shouldRefuse(String chosen, String said) {
    assertThatThrownBy(
            () -> {
              try (Pinned pinned = only(chosen)) {
                pinned.plan();
              }
            })
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessageContaining("--export-only '")
        .hasMessageContaining(said);
  }

  @Test
  void shouldExportAParentAndItsOwnPartitionOnce() throws Exception {
    try (Pinned pinned = only("DB.sales.y1m1a", "DB.sales.orders,DB.sales.y1")) {
      // When
      RowPlan plan = pinned.plan();

      // Then
      assertThat(pinned.tables()).containsExactly("sales.orders");
      assertThat(plan.notes())
          .hasSize(2)
          .anyMatch(note -> note.contains(".sales.y1m1a is a partition of "))
          .allMatch(note -> note.contains("exported once"));
      assertThat(pinned.rows(plan)).containsExactlyInAnyOrder("1|1", "1|2", "2|1", "3|1");
    }
  }

  @Test
  void shouldReadHeirsByThemselves() throws Exception {
    try (Pinned pinned = only("DB.public.base", "DB.public.heir")) {
      assertThat(pinned.rows()).containsExactly("1", "2");
    }
  }

  @Test
  void shouldReadTheLeavesOfANamedPartition() throws Exception {
    try (Pinned pinned = only("DB.sales.y1")) {
      assertThat(pinned.rows()).containsExactly("1|1", "1|2");
    }
  }

  private static Pinned reader(PostgresOptions options) {
    return Pinned.of(postgres.uri("reader" + postgres.name()), options);
  }

  @Test
  void shouldLeaveOutWhatTheRoleMayNotReadAndCountIt() throws Exception {
    try (Pinned pinned = reader(PostgresOptions.DEFAULT)) {
      // When
      RowPlan plan = pinned.plan();

      // Then
      assertThat(pinned.tables()).containsExactly("public.plain");
      assertThat(plan.unreadable())
          .extracting(Unreadable::table)
          .containsExactly(
              postgres.name() + ".public.watched",
              postgres.name() + ".sales.orders",
              postgres.name() + ".public.half");
      assertThat(plan.unreadable())
          .extracting(Unreadable::reason)
          .satisfiesExactly(
              reason -> assertThat(reason).contains("row-level security"),
              reason ->
                  assertThat(reason)
                      .contains("its partition sales.rest cannot be read")
                      .contains("GRANT SELECT ON \"sales\".\"rest\""),
              reason -> assertThat(reason).contains("may not read column b"));
      assertThat(plan.notes())
          .anyMatch(note -> note.startsWith("5 tables are left out: the role has no SELECT"));
    }
  }

  @Test
  void shouldNameWhatTheRoleMayNotReadIfAllIsRequired() throws Exception {
    try (Pinned pinned =
        reader(
            PostgresOptions.DEFAULT.with(TableOptions.ALL.requiringAll().without("public.h*")))) {
      RowPlan plan = pinned.plan();
      assertThat(plan.notes()).isEmpty();
      assertThat(plan.unreadable())
          .extracting(one -> one.table().substring(postgres.name().length() + 1))
          .contains("hidden.secret", "public.My.Table", "public.base", "public.quick")
          .hasSize(6);
    }
  }

  @Test
  void shouldSayWhyANamedTableCannotBeRead() throws Exception {
    try (Pinned pinned =
        reader(
            Pinned.exporting(
                postgres.name() + ".hidden.secret", postgres.name() + ".public.quick"))) {
      // When
      RowPlan plan = pinned.plan();

      // Then
      assertThat(plan.tables()).isEmpty();
      assertThat(plan.unreadable())
          .extracting(Unreadable::reason)
          .containsExactly(
              "the role has no USAGE privilege on its schema; GRANT USAGE ON SCHEMA \"hidden\""
                  + " would help",
              "the role has no SELECT privilege on it; GRANT SELECT ON \"public\".\"quick\" would"
                  + " help");
    }
  }

  @Test
  void shouldReadTheColumnsThatTheRoleMay() throws Exception {
    try (Pinned pinned = reader(Pinned.columns("public.half", "a"))) {
      assertThat(pinned.tables()).contains("public.half");
      assertThat(pinned.rows()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "public.nothing; b; which is not a table of this export",
        "sales.y1; y; which is not a table of this export",
        "plain; i; Near names: 'public.plain'.",
        "public.half; c; no column 'c'",
        "public.half; a,a; twice",
      })
  void shouldRefuseColumns(String table, String columns, String said) {
    assertThatThrownBy(
            () -> {
              var options = Pinned.columns(table, columns.split(","));
              try (Pinned pinned = Pinned.of(postgres.uri(), options)) {
                pinned.plan();
              }
            })
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("--columns")
        .hasMessageContaining(said);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "public.nothing; true; which is not a table of this export",
        "public.half; c = 1; column \"c\" does not exist",
        "public.half; a = ; syntax error",
        "public.half; a; must be type boolean",
        "public.half; count(*) > 1; aggregate functions are not allowed",
      })
  void shouldRefusePredicates(String table, String predicate, String said) {
    assertThatThrownBy(
            () -> {
              try (Pinned pinned = Pinned.of(postgres.uri(), Pinned.where(table, predicate))) {
                pinned.plan();
              }
            })
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessageContaining("--where")
        .hasMessageContaining(said);
  }

  @Test
  void shouldRefuseToReadAParentWithAForeignPartition() throws Exception {
    // Given
    try (TestPostgres other = TestPostgres.database()) {
      other.run(
          "create foreign data wrapper nowhere",
          "create server away foreign data wrapper nowhere",
          "create table p (k int) partition by list (k)",
          "create table p1 partition of p for values in (1)",
          "create foreign table p2 partition of p for values in (2) server away",
          "create foreign table f (k int) server away");

      try (Pinned pinned = Pinned.all(other)) {
        // When
        RowPlan plan = pinned.plan();

        // Then
        assertThat(plan.tables()).isEmpty();
        assertThat(plan.unreadable())
            .isEqualTo(
                List.of(
                    new Unreadable(
                        other.name() + ".public.p",
                        "its partition public.p2 cannot be read: it is a foreign table, whose rows"
                            + " are in no snapshot; name the other partitions instead of the"
                            + " table")));
      }
    }
  }
}
