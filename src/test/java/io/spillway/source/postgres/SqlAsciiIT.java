package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.rows.RowPlan;
import io.spillway.testing.TestPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database of encoding SQL_ASCII, in which names and values need not be UTF-8. */
class SqlAsciiIT {
  private TestPostgres admin;
  private TestPostgres postgres;

  @BeforeEach
  void createDatabase() throws SQLException {
    admin = TestPostgres.database();
    String name = admin.name() + "_ascii";
    admin.run("create database " + name + " encoding 'SQL_ASCII' locale 'C' template template0");
    postgres = admin.sibling(name);
    postgres.run(
        "create table \"tä\" (\"ä\" int)",
        "insert into \"tä\" values (1)",
        "create table c (a int, b int)",
        "insert into c values (2, 3)",
        "create schema other",
        "create table other.u (a int)",
        "create table parent (k int) partition by list (k)",
        "create table part partition of parent for values in (1)",
        "create type pair as (a int, b text)",
        "create table p (v pair)",
        "insert into p values ('(1,x)')");
    run("create table NAME (a int)");
    run("alter table c rename b to NAME");
    run("alter schema other rename to NAME");
    run("alter table part rename to NAME2");
    run("alter type pair rename attribute b to NAME");
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    postgres.close();
    admin.close();
  }

  /** Runs a statement in which {@code NAME} is a name that is not UTF-8. */
  private void run(String statement) throws SQLException {
    String name = statement.contains("NAME2") ? "\\x75e4" : "\\x74e4";
    postgres.run(
        "do $do$ begin execute format('"
            + statement.replaceAll("NAME2?", "%I")
            + "', convert_from('"
            + name
            + "', 'SQL_ASCII')); end $do$");
  }

  @Test
  void shouldReadTheTablesWhoseNamesAreUtf8() throws Exception {
    // When
    try (Pinned pinned = Pinned.all(postgres)) {
      RowPlan plan = pinned.plan();

      // Then
      assertThat(pinned.tables()).containsExactly("public.p", "public.tä");
      assertThat(pinned.rows(plan)).containsExactly("(1,x)", "1");
      assertThat(plan.unreadable())
          .extracting(
              one -> one.table().substring(postgres.name().length() + 1) + ": " + one.reason())
          .satisfiesExactly(
              one -> assertThat(one).startsWith("public.parent: its partition public.u\\xE4 (OID "),
              one ->
                  assertThat(one)
                      .matches(
                          "public\\.t\\\\xE4 \\(OID \\d+\\): its name, or that of its schema, is"
                              + " not UTF-8, .*; rename it"),
              one -> assertThat(one).startsWith("t\\xE4.u: its name, or that of its schema,"),
              one ->
                  assertThat(one)
                      .startsWith("public.c: the name of its column t\\xE4 is not UTF-8,"));
    }
  }

  @Test
  void shouldReadTheColumnsWhoseNamesAreUtf8() throws Exception {
    TableOptions tables = TableOptions.ALL.only("public.c").columns("public.c", "a");
    try (Pinned pinned = Pinned.of(postgres.uri(), PostgresOptions.DEFAULT.with(tables))) {
      assertThat(pinned.rows()).containsExactly("2");
    }
  }

  @Test
  void shouldNameTheColumnWhoseValueIsNotUtf8() throws Exception {
    // Given
    postgres.run(
        "create table v (id int, long text, t text)",
        "insert into v values (1, repeat('x', 1000), 'a'),"
            + " (2, repeat('y', 1000), convert_from('\\xe4', 'SQL_ASCII'))");

    // Then
    try (Pinned pinned = Pinned.only(postgres, "public.v")) {
      assertThatThrownBy(pinned::rows)
          .hasMessageContaining("column t of the row with ctid (0,2) in public.v cannot be read:")
          .hasMessageContaining("0xe4");
    }
  }
}
