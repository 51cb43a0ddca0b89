package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.testing.TestPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of a role or a database that change how values are printed, or which rows are found. */
class OddSettingsIT {
  private static final Map<String, String> ODD =
      Map.ofEntries(
          Map.entry("quote_all_identifiers", "on"),
          Map.entry("lc_monetary", "POSIX"),
          Map.entry("bytea_output", "escape"),
          Map.entry("xmlbinary", "hex"),
          Map.entry("xmloption", "document"),
          Map.entry("\"IntervalStyle\"", "sql_standard"),
          Map.entry("\"DateStyle\"", "SQL, DMY"),
          Map.entry("\"TimeZone\"", "Asia/Kathmandu"),
          Map.entry("extra_float_digits", "-15"),
          Map.entry("array_nulls", "off"),
          Map.entry("search_path", "public, pg_catalog"),
          Map.entry("row_security", "on"),
          Map.entry("client_encoding", "LATIN1"),
          Map.entry("statement_timeout", "2000"),
          Map.entry("transform_null_equals", "on"),
          Map.entry("gin_fuzzy_search_limit", "1"),
          Map.entry("default_transaction_isolation", "read committed"),
          Map.entry("default_transaction_read_only", "off"),
          Map.entry("enable_tidscan", "off"),
          Map.entry("enable_seqscan", "off"),
          Map.entry("standard_conforming_strings", "off"),
          Map.entry("backslash_quote", "off"));

  private TestPostgres postgres;
  private String role;

  @BeforeEach
  void createDatabase() throws SQLException {
    postgres = TestPostgres.database();
    role = "odd_" + postgres.name();
    postgres.run("create role " + role + " login superuser");
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    postgres.run("drop owned by " + role, "drop role " + role);
    postgres.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"role ROLE", "role ROLE in database DB", "database DB"})
  void shouldReadEachTypeAsWithoutThem(String whose) throws Exception {
    // Given
    TypesIT.make(postgres);
    List<String> usual = rows(postgres.uri());

    // When
    for (Map.Entry<String, String> one : ODD.entrySet()) {
      if (!one.getKey().equals("lc_monetary") || !whose.startsWith("database")) {
        set(whose, one.getKey(), one.getValue());
      }
    }

    // Then
    assertThat(usual).hasSizeGreaterThan(5);
    assertThat(rows(postgres.uri(role))).containsExactlyElementsOf(usual);
  }

  @Test
  void shouldPrintMoneyAsTheDatabaseDoes() throws Exception {
    // Given
    postgres.run("create view v as select current_setting('lc_monetary')");
    String servers =
        postgres.query("select setting from pg_file_settings where name = 'lc_monetary'").get(0);
    set("role ROLE", "lc_monetary", "POSIX");

    // Then
    assertThat(servers).isNotEqualTo("POSIX");
    assertThat(rows(postgres.uri(role), "public.v")).doesNotContain("POSIX");

    // When
    set("database DB", "lc_monetary", "C.utf8");
    set("role ROLE in database DB", "lc_monetary", "POSIX");

    // Then
    assertThat(rows(postgres.uri(role), "public.v")).containsExactly("C.utf8");
    assertThat(rows(postgres.uri(role) + "?options=-c%20lc_monetary%3DPOSIX", "public.v"))
        .containsExactly("POSIX");
  }

  @Test
  void shouldFindAllRowsWithAGinIndex() throws Exception {
    // Given
    postgres.run(
        "create table t (i int, a int[])",
        "insert into t select i, array[1, i] from generate_series(1, 20000) i",
        "create index on t using gin (a)",
        "analyze t");
    set("role ROLE", "gin_fuzzy_search_limit", "10");
    set("role ROLE", "enable_seqscan", "off");

    // Then
    assertThat(
            rows(
                postgres.uri(role),
                TableOptions.ALL.where("public.t", "a operator(pg_catalog.@>) array[1]")))
        .hasSize(20_000);
  }

  @Test
  void shouldNotHideDamagedPages() throws Exception {
    // Given
    postgres.run(
        "create view v as select current_setting('zero_damaged_pages')",
        "grant select on v to " + role);
    set("role ROLE", "zero_damaged_pages", "on");

    // Then
    assertThat(rows(postgres.uri(role), "public.v")).containsExactly("off");
    postgres.run("alter role " + role + " nosuperuser");
    assertThatThrownBy(() -> rows(postgres.uri(role), "public.v"))
        .hasMessageContaining("permission denied to set parameter \"zero_damaged_pages\"");
  }

  private void set(String whose, String name, String value) throws SQLException {
    postgres.run(
        "alter "
            + whose.replace("ROLE", role).replace("DB", postgres.name())
            + " set "
            + name
            + " = '"
            + value.replace(", ", "', '")
            + "'");
  }

  private static List<String> rows(String uri, String... only) throws IOException {
    return rows(uri, TableOptions.ALL.only(only));
  }

  private static List<String> rows(String uri, TableOptions tables) throws IOException {
    try (Pinned pinned = Pinned.of(uri, PostgresOptions.DEFAULT.with(tables))) {
      return pinned.rows();
    }
  }
}
