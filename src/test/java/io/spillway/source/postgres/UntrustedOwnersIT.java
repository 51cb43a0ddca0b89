package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.rows.RowPlan;
import io.spillway.rows.RowReadException;
import io.spillway.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Owners of tables who want code of theirs to run with the rights of a superuser who exports. */
class UntrustedOwnersIT {
  private TestPostgres postgres;
  private String owner;
  private String trace;

  @BeforeEach
  void createDatabase() throws SQLException {
    postgres = TestPostgres.database();
    owner = "owner_of_" + postgres.name();
    trace = "caught_" + postgres.name();
    postgres.run(
        "create role " + owner + " login",
        "create schema theirs authorization " + owner,
        "grant create on schema public to " + owner);
    // Leaves a file in the server's folder, which only a superuser can.
    asOwner(
        "create function theirs.caught() returns text language plpgsql"
            + " set search_path = pg_catalog as $$ begin"
            + " if (select rolsuper from pg_roles where rolname = current_user) then"
            + " copy (select current_user) to program 'cat >> "
            + trace
            + "'; end if; return '\"caught\"'; end $$",
        "create function theirs.stolen() returns int language sql immutable as"
            + " 'select length(theirs.caught())'");
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    postgres.run("drop owned by " + owner + " cascade", "drop role " + owner);
    postgres.close();
  }

  private void asOwner(String... statements) throws SQLException {
    try (Connection connection = postgres.connect(owner);
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private boolean caught() throws SQLException {
    return !postgres.query("select (pg_stat_file('" + trace + "', true)).size").contains("null");
  }

  /** Gives a type of the owner's casts to what an exporter may be tempted to cast it to. */
  private void giveCasts(String type) throws SQLException {
    for (String to : List.of("text", "json", "jsonb", "varchar")) {
      String function = "theirs.to_" + to + "(theirs." + type + ")";
      asOwner(
          "create function "
              + function
              + " returns "
              + to
              + " language plpgsql as $$ begin return theirs.caught()::"
              + to
              + "; end $$",
          "create cast (theirs." + type + " as " + to + ") with function " + function);
    }
  }

  @Test
  void shouldCatchWhatASuperuserRuns() throws Exception {
    // Given
    asOwner("create type theirs.span as range (subtype = int)");
    giveCasts("span");
    assertThat(caught()).isFalse();

    // When
    postgres.query("select theirs.span(1, 2)::text");

    // Then: the other tests could fail
    assertThat(caught()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "span; range (subtype = int);  '[1,5)';       [1,5);              [[1,5), null]",
        "pair; (a int, b text);        '(1,\"x y\")'; {\"a\":1,\"b\":\"x y\"};"
            + " [{\"a\":1,\"b\":\"x y\"}, null]",
        "pair; (a int, b text);        row(null, null); {\"a\":null,\"b\":null};"
            + " [{\"a\":null,\"b\":null}, null]",
        "mood; enum ('sad', 'ok');     'ok';          ok;                 [ok, null]",
      })
  void shouldCallNoCastsOfTypes(
      String type, String definition, String value, String read, String list) throws Exception {
    // Given
    asOwner(
        "create type theirs." + type + " as " + definition,
        "create domain theirs.tame as theirs." + type,
        "create type theirs.around as (inner_one theirs." + type + ", many theirs." + type + "[])",
        "create table theirs.t (id int, one theirs.TYPE, many theirs.TYPE[], square theirs.TYPE[][],"
                .replace("TYPE", type)
            + " tame theirs.tame, around theirs.around)",
        "insert into theirs.t values (1, V, array[V, null]::theirs.TYPE[],"
                .replace("TYPE", type)
                .replace("V", value)
            + " array[array[V]]::theirs.TYPE[][], V, row(V, array[V]::theirs.TYPE[]))"
                .replace("TYPE", type)
                .replace("V", value),
        "insert into theirs.t values (2)",
        // A row that fails, so that its column is looked for.
        "create table theirs.broken (one theirs." + type + ", at timestamp)",
        "insert into theirs.broken values (" + value + ", 'infinity')");
    giveCasts(type);

    // When
    try (Pinned pinned = Pinned.only(postgres, postgres.name() + ".theirs.t")) {
      String json = read.startsWith("{") ? read : '"' + read + '"';
      assertThat(pinned.rows())
          .containsExactly(
              String.join(
                  "|",
                  "1",
                  read,
                  list,
                  "[[" + json + "]]",
                  read,
                  "{\"inner_one\":" + json + ",\"many\":[" + json + "]}"),
              "2|null|null|null|null|null");
    }
    try (Pinned pinned = Pinned.only(postgres, postgres.name() + ".theirs.broken")) {
      assertThatThrownBy(pinned::rows).hasMessageContaining("column at of the row with ctid (0,1)");
    }

    // Then
    assertThat(caught()).isFalse();
  }

  @Test
  void shouldCallNoCastsWhereTheServerCannotSendAValue() throws Exception {
    // Given: a label that is gone, which no output function can print
    asOwner(
        "create type theirs.span as range (subtype = int)",
        "create type theirs.mood as enum ('sad', 'gone')",
        "create table theirs.t (a theirs.span, b theirs.mood)",
        "insert into theirs.t values ('[1,2)', 'gone')");
    giveCasts("span");
    giveCasts("mood");
    postgres.run("delete from pg_enum where enumlabel = 'gone'");

    // When
    try (Pinned pinned = Pinned.all(postgres)) {
      assertThatThrownBy(pinned::rows).hasMessageContaining("column b of the row with ctid (0,1)");
    }

    // Then
    assertThat(caught()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table theirs.t rename to was; create view theirs.t as VIEW",
        "drop table theirs.t; create view theirs.t as VIEW",
        "alter schema theirs rename to was; create schema theirs; create view theirs.t as VIEW",
      })
  void shouldRunNothingOfAViewInTheTablesPlace(String swap) throws Exception {
    shouldRunNothingOfAView(swap, PostgresOptions.DEFAULT);
  }

  @Test
  void shouldRunNothingOfAViewInTheTablesPlaceForAPredicate() throws Exception {
    shouldRunNothingOfAView(
        "alter table theirs.t rename to was; create view theirs.t as VIEW",
        Pinned.where("theirs.t", "id > 0"));
  }

  private void shouldRunNothingOfAView(String swap, PostgresOptions options) throws Exception {
    // Given
    String view =
        swap.startsWith("alter schema")
            ? "select 1 as id, was.caught() as v"
            : "select theirs.stolen() as id, theirs.caught() as v";
    asOwner("create table theirs.t (id int, v text)", "insert into theirs.t values (1, 'x')");
    postgres.run("grant create on database " + postgres.name() + " to " + owner);
    try (Pinned pinned = Pinned.of(postgres.uri(), options)) {
      RowPlan plan = pinned.plan();

      // When
      asOwner(swap.replace("VIEW", view).split("; "));

      // Then
      assertThatThrownBy(() -> pinned.rows(plan))
          .isInstanceOf(RowReadException.class)
          .hasMessageContaining("since the snapshot was taken");
      assertThat(caught()).isFalse();
    }
  }

  @Test
  void shouldRunNothingOfAViewInTheTablesPlaceWhilePlanning() throws Exception {
    // Given
    asOwner("create table theirs.t (id int, v text)", "insert into theirs.t values (1, 'x')");
    try (Pinned pinned = Pinned.of(postgres.uri(), Pinned.where("theirs.t", "id > 0"))) {
      // When
      asOwner(
          "alter table theirs.t rename to was",
          "create view theirs.t as select theirs.stolen() as id, theirs.caught() as v");
      RowPlan plan = pinned.plan();

      // Then
      assertThat(plan.unreadable())
          .singleElement()
          .satisfies(one -> assertThat(one.reason()).contains("was replaced by another"));
      assertThat(caught()).isFalse();
    }
  }

  @Test
  void shouldHaveTheServerRefuseViewsWhereTablesAreRead() throws Exception {
    // Given: what nothing but the server can exclude, a view that comes after the last look
    asOwner("create table theirs.t (id int)", "create view theirs.v as select theirs.stolen() s");
    try (Pinned pinned = Pinned.all(postgres);
        Connection connection = pinned.reader().connect();
        Statement statement = connection.createStatement()) {
      // When
      pinned.reader().begin(connection, query(true, ""));

      // Then
      assertThatThrownBy(() -> statement.execute("select s from only theirs.v"))
          .hasMessageContaining("access to non-system view \"v\" is restricted");
      statement.execute("rollback");
      pinned.reader().begin(connection, query(true, "id in (select s from theirs.v)"));
      statement.execute("select s from only theirs.v");
    }
  }

  private static TableQuery query(boolean isTable, String where) {
    return new TableQuery("db.theirs.t", "t", isTable, 1, List.of(), List.of(), where);
  }

  @Test
  void shouldReadPredicatesThatNameViews() throws Exception {
    // Given
    postgres.run(
        "create table t as select i from generate_series(1, 9) i",
        "create view few as select i from t where i < 3");

    // When
    try (Pinned pinned =
        Pinned.of(postgres.uri(), Pinned.where("public.t", "i in (select i from public.few)"))) {
      assertThat(pinned.rows()).containsExactly("1", "2");
    }
  }

  @Test
  void shouldCallNothingThatHasTheNameOfWhatTheServerHas() throws Exception {
    // Given: what the search path of the exporter's role finds first is the owner's
    String role = "exporter_of_" + postgres.name();
    postgres.run(
        "create table t (id int, ok boolean, v int4range, w int[][], x text)",
        "insert into t values (1, true, '[1,2)', '{{1}}', 'x'), (2, false, null, null, null)",
        "create table n (a timestamp)",
        "insert into n values ('infinity')",
        "create view v as select id from t",
        "create table p (k int, x int) partition by list (k)",
        "create table p1 partition of p for values in (1)",
        "insert into p values (1, 1)",
        "create role " + role + " login superuser",
        "alter role " + role + " set search_path = public, pg_catalog");
    asOwner(
        "create domain public.text as pg_catalog.int4",
        "create domain public.bigint as pg_catalog.int4",
        "create domain public.int8 as pg_catalog.int4",
        "create domain public.regclass as pg_catalog.int4",
        "create table public.pg_class (oid pg_catalog.oid)",
        "create table public.pg_database (oid pg_catalog.oid)",
        OPERATORS,
        FUNCTIONS);
    try {
      // When
      var options =
          PostgresOptions.DEFAULT.with(
              TableOptions.ALL
                  .only(
                      postgres.name()
                          + ".public.t,DB.public.v,DB.public.p,DB.public.n"
                              .replace("DB", postgres.name()))
                  .where("public.t", "ok"));
      try (Pinned pinned = Pinned.of(postgres.uri(role), options)) {
        RowPlan plan = pinned.plan();
        assertThatThrownBy(() -> pinned.rows(plan)).hasMessageContaining("the row with ctid (0,1)");
        RowPlan others = new RowPlan(plan.tables().subList(1, 4), List.of(), List.of());
        assertThat(pinned.rows(others)).containsExactly("1|1", "1|t|[1,2)|[[1]]|x", "1", "2");
      }

      // Then
      assertThat(caught()).isFalse();
    } finally {
      postgres.run("drop role " + role);
    }
  }

  /** Operators and functions with the names and the arguments of those that the server has. */
  private static final String OPERATORS =
      """
      do $do$ declare o record; n int := 0; begin
        for o in select oprname, oprleft::regtype::text l, oprright::regtype::text r
                   from pg_operator
                  where oprnamespace = 'pg_catalog'::regnamespace and oprleft <> 0
                    and not exists (select from pg_type where oid in (oprleft, oprright)
                                     and typtype = 'p') loop
          n := n + 1;
          execute format('create function theirs.o%s(%s, %s) returns pg_catalog.bool'
            ' language plpgsql as $$ begin perform theirs.caught(); return null; end $$',
            n, o.l, o.r);
          execute format('create operator public.%s (function = theirs.o%s, leftarg = %s,'
            ' rightarg = %s)', o.oprname, n, o.l, o.r);
        end loop;
        for o in select * from (values ('int8', 'text'), ('text', 'int8'), ('numeric', 'int4'),
                   ('name', 'text'), ('oid', 'int4'), ('oid', 'int8')) as t (l, r),
                   (values ('||'), ('*'), ('+'), ('-'), ('='), ('<>'), ('>')) as s (oprname) loop
          n := n + 1;
          execute format('create function theirs.o%s(pg_catalog.%s, pg_catalog.%s)'
            ' returns pg_catalog.bool'
            ' language plpgsql as $$ begin perform theirs.caught(); return null; end $$',
            n, o.l, o.r);
          begin
            execute format('create operator public.%s (function = theirs.o%s,'
              ' leftarg = pg_catalog.%s, rightarg = pg_catalog.%s)', o.oprname, n, o.l, o.r);
          exception when duplicate_function then null;
          end;
        end loop;
      end $do$\
      """;

  private static final String FUNCTIONS =
      """
      do $do$ declare f record; begin
        for f in select proname, oidvectortypes(proargtypes) a
                   from pg_proc
                  where pronamespace = 'pg_catalog'::regnamespace and prokind = 'f'
                    and (proname ~ '^(pg_|has_|current_|set_|to_|format|row_|length|octet|round)')
                    and provariadic = 0 and prorettype <> 'internal'::regtype
                    and not exists (select from unnest(proargtypes) t (oid)
                                      join pg_type using (oid) where typtype = 'p') loop
          execute format('create function public.%I(%s) returns pg_catalog.bool'
            ' language plpgsql as $$ begin perform theirs.caught(); return null; end $$',
            f.proname, f.a);
        end loop;
      end $do$\
      """;
}
