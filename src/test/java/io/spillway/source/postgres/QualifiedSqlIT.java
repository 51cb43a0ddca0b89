package io.spillway.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.rows.RowPlan;
import io.spillway.rows.RowReader;
import io.spillway.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every statement that is sent names what it means: nothing is looked up in a search path. */
class QualifiedSqlIT {
  private static final String PREDICATE = "public.picky(id)";

  /** Text blocks, and texts in one line. */
  private static final Pattern TEXTS =
      Pattern.compile("\"\"\"\\n(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);

  private TestPostgres postgres;

  @BeforeEach
  void createDatabase() throws SQLException {
    postgres = TestPostgres.database();
    postgres.run(
        "create function picky(int) returns boolean language plpgsql as $$ begin if $1 = 3 and"
            + " current_query() like 'copy%' then raise 'not this one'; end if; return true; end"
            + " $$",
        "create type pair as (a int, b text)",
        "create type mood as enum ('ok', 'gone')",
        "create table a (id int, v int4range, p pair, m mood, b box[], t text, n varchar(9),"
            + " y bytea, x text[][])",
        "insert into a select i, '[1,2)', '(1,x)', 'ok', '{(1,1),(0,0)}', repeat('x', 900)"
            + " from generate_series(1, 3000) i",
        "create table b as select i as id, 'x' as t from generate_series(1, 2) i",
        "create table infinite (at timestamp)",
        "insert into infinite values ('infinity')",
        "create table labelled (m mood)",
        "insert into labelled values ('gone')",
        "delete from pg_enum where enumlabel = 'gone' and enumtypid = 'mood'::regtype",
        "begin; alter type mood rename value 'ok' to 'fine'; rollback",
        "create table parts (k int) partition by list (k)",
        "create table part partition of parts for values in (1)",
        "create view v as select id from b",
        "create table wrong (id int, t text)",
        "insert into wrong select i, 'x' from generate_series(1, 3) i");
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    postgres.close();
  }

  @Test
  void shouldQualifyAllNames() throws Exception {
    // When
    List<String> sent = sent();

    // Then
    for (String statement : sent) {
      // The null of a type calls nothing.
      assertThat(SqlNames.unqualified(statement.replace("null::public.mood", "null")))
          .as(statement)
          .isEmpty();
    }
    assertThat(texts()).hasSizeGreaterThan(30);
    String all = String.join("\n", sent);
    assertThat(texts())
        .as("what this test has seen")
        .allSatisfy(text -> assertThat(all).contains(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1 || 2",
        "select a.x = 1 from pg_catalog.pg_class a",
        "select count(*)",
        "select public.f(1)",
        "select a::text",
        "select a from pg_class",
        "select a from pg_catalog.pg_class c join pg_type t on true",
        "select a in ('a')",
        "select nullif(a, b)",
        "select a is distinct from b",
        "select a between b and c",
        "select case a when b then c end",
        "select a like 'b'",
        "select a operator(public.=) b",
      })
  void shouldFindWhatIsNotQualified(String sql) {
    assertThat(SqlNames.unqualified(sql)).isNotEmpty();
  }

  /** Everything that is done with a database, and what it sends. */
  private List<String> sent() throws Exception {
    try (SentSql front = SentSql.before(postgres.port())) {
      String uri = "postgresql://postgres@127.0.0.1:" + front.port() + "/" + postgres.name();
      List<String> names =
          Stream.of("a", "b", "infinite", "labelled", "parts", "v", "wrong")
              .map(name -> postgres.name() + ".public." + name)
              .toList();
      var options =
          PostgresOptions.DEFAULT.with(
              TableOptions.ALL.only(names.toArray(String[]::new)).where("public.wrong", PREDICATE));
      try (Pinned pinned = Pinned.of(uri, options)) {
        RowPlan plan = pinned.plan();
        assertThat(plan.unreadable()).isEmpty();
        assertThat(pinned.rows(tables(plan, 0, 1, 4, 5))).hasSize(3004);
        for (int failing : List.of(2, 3, 6)) {
          assertThatThrownBy(() -> pinned.rows(tables(plan, failing)))
              .hasMessageContaining("of the row with ctid");
        }
        waitForALock(pinned, plan);
      }
      String ascii = postgres.name() + "_ascii";
      postgres.run(
          "create database " + ascii + " encoding 'SQL_ASCII' locale 'C' template template0");
      try (TestPostgres other = postgres.sibling(ascii);
          Pinned pinned = Pinned.of(uri + "_ascii", PostgresOptions.DEFAULT)) {
        other.run("create table t (a int)");
        assertThat(pinned.plan().notes()).isEmpty();
      }
      assertThat(front.statements()).anyMatch(one -> one.contains("operator(pg_catalog.>=) '("));
      return front.statements().stream()
          .map(one -> one.replaceAll("\\$\\d+", "?").replace("(" + PREDICATE + " )", "true"))
          .toList();
    }
  }

  private void waitForALock(Pinned pinned, RowPlan plan) throws Exception {
    try (Connection other = postgres.connect();
        Statement statement = other.createStatement()) {
      statement.execute("begin");
      statement.execute("lock table b in access exclusive mode");
      PostgresReader reader = pinned.reader();
      try (RowReader.Session session =
          new PostgresReader(reader.connector(), reader.identity(), 1).open()) {
        assertThatThrownBy(() -> session.read(plan.tables().get(1).splits().get(0), new TextRows()))
            .hasMessageContaining("public.b is locked by process");
      }
    }
  }

  private static RowPlan tables(RowPlan plan, Integer... numbers) {
    return new RowPlan(
        Stream.of(numbers).map(number -> plan.tables().get(number)).toList(), List.of(), List.of());
  }

  /** The texts of the source that name what the server has, without what is put into them. */
  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files =
        Files.walk(Path.of("src", "main", "java", "io", "spillway", "source", "postgres"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Matcher matcher = TEXTS.matcher(Files.readString(file, UTF_8));
        while (matcher.find()) {
          String block = matcher.group(1);
          String text = (block == null ? matcher.group(2) : block.stripIndent()).translateEscapes();
          if (text.contains("pg_catalog.")) {
            Stream.of(text.split("<renamed>|<true array>|(?<![\\w'])\\$(?=[ ),])"))
                .map(part -> part.replaceAll("\\s+", " ").strip())
                .forEach(texts::add);
          }
        }
      }
    }
    return texts;
  }
}
