package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.source.postgres.decode.NumericType;
import io.spillway.source.postgres.decode.TypeOptions;
import io.spillway.source.postgres.decode.ValueException;
import io.spillway.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each type of Postgres, through a file and back. */
public class TypesIT {
  private static final TypeOptions DECIMALS =
      TypeOptions.DEFAULT.with(NumericType.parse("--numeric", "decimal(38,18)"));

  @TempDir Path folder;

  @Test
  void shouldKeepValuesOfEachType() throws SQLException, IOException {
    try (TestPostgres postgres = TestPostgres.database()) {
      // Given
      make(postgres);

      // When
      RoundTrip trip = RoundTrip.of(postgres, "every", TypeOptions.DEFAULT, file());

      // Then
      trip.check();
      assertThat(trip.printed()).hasSize(1 + most());
    }
  }

  @Test
  void shouldMakeTheDecimalsThatWereChosen() throws SQLException, IOException {
    try (TestPostgres postgres = TestPostgres.database()) {
      // Given
      postgres.run(
          "create table t (id int, a numeric, b numeric[], c numeric(39, 1))",
          "insert into t values (1, 1.5, '{0.000000000000000001,NULL}', 1.1),"
              + " (2, -99999999999999999999.999999999999999999, '{}', 7), (3, null, null, null)");

      // When
      RoundTrip trip = RoundTrip.of(postgres, "t", DECIMALS, file());

      // Then
      trip.check();
      assertThat(trip.read().schema().apply("a").dataType().simpleString())
          .isEqualTo("decimal(38,18)");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          numeric(5,2)  | NaN                          | it is NaN, and decimal(5,2) has no such value
          numeric       | 0.0000000000000000001        | it has more than 18 digits behind the point
          numeric       | 100000000000000000000        | it has 21 digits before the point
          numeric       | -Infinity                    | it is -Infinity, and decimal(38,18) has no such value
          numeric[]     | {1,NaN}                      | it is NaN, and decimal(38,18) has no such value
          date          | infinity                     | it is 'infinity', and no Parquet date is that
          date          | -infinity                    | it is '-infinity', and no Parquet date is that
          timestamp     | infinity                     | it is 'infinity', and no Parquet timestamp is that
          timestamptz   | -infinity                    | it is '-infinity', and no Parquet timestamp is that
          timestamptz[] | {infinity}                   | it is 'infinity', and no Parquet timestamp is that
          timestamp     | 294276-12-31 23:59:59.999999 | it is after 294247-01-10 04:00:54.775807
          integer[]     | {{1,2},{3,4}}                | it is an array of 2 dimensions
          inventory[]   | {{"(a,1,,)"}}                | it is an array of 2 dimensions
          text[]        | {{{a}}}                      | it is an array of 3 dimensions
          """)
  void shouldNameWhatCannotBeKept(String type, String value, String reason) throws SQLException {
    try (TestPostgres postgres = TestPostgres.database()) {
      // Given
      postgres.run(TypeCase.PREPARATION.toArray(String[]::new));
      postgres.run(
          "create table t (id int, v " + type + ")",
          "insert into t values (1, null), (2, '" + value + "')");

      // Then
      assertThatThrownBy(() -> CopiedTable.write(postgres, "t", DECIMALS, file()))
          .isInstanceOfSatisfying(ValueException.class, e -> assertThat(e.column()).isEqualTo(1))
          .hasMessageStartingWith(reason)
          .hasMessageContaining("--columns");
    }
  }

  @Test
  void shouldFailOnTextThatIsNone() throws SQLException {
    try (TestPostgres admin = TestPostgres.database()) {
      // Given
      String name = admin.name() + "_ascii";
      admin.run("create database " + name + " encoding 'SQL_ASCII' locale 'C' template template0");
      try (TestPostgres postgres = admin.sibling(name)) {
        postgres.run(
            "create table t (v text)",
            "insert into t values (convert_from('\\xc3a4', 'SQL_ASCII')),"
                + " (convert_from('\\xe4', 'SQL_ASCII'))");

        // Then
        assertThatThrownBy(() -> CopiedTable.write(postgres, "t", TypeOptions.DEFAULT, file()))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22021"))
            .hasMessageContaining("invalid byte sequence for encoding \"UTF8\": 0xe4");
      }
    }
  }

  @Test
  void shouldKeepTablesWithoutRows() throws SQLException, IOException {
    try (TestPostgres postgres = TestPostgres.database()) {
      postgres.run("create table t (id int, \"a b\" text[])");
      RoundTrip trip = RoundTrip.of(postgres, "t", TypeOptions.DEFAULT, file());
      trip.check();
      assertThat(trip.read().schema().simpleString()).isEqualTo("struct<id:int,a b:array<string>>");
    }
  }

  @Test
  void shouldKeepManyColumnsGeneratedAndDroppedOnesToo() throws SQLException, IOException {
    try (TestPostgres postgres = TestPostgres.database()) {
      // Given
      String columns =
          IntStream.range(0, 100)
              .mapToObj(at -> "c" + at + " int default " + at)
              .collect(Collectors.joining(", "));
      postgres.run(
          "create table t (id int, twice int generated always as (id * 2) stored, gone text, "
              + columns
              + ")",
          "insert into t (id) values (1), (2)",
          "alter table t drop column gone",
          "alter table t add late text default 'late'");

      // Then
      RoundTrip.of(postgres, "t", TypeOptions.DEFAULT, file()).check();
    }
  }

  /** A table with a column of each type, their values below one another, and a row of nulls. */
  static void make(TestPostgres postgres) throws SQLException {
    postgres.run(TypeCase.PREPARATION.toArray(String[]::new));
    List<TypeCase> cases = TypeCase.ALL;
    postgres.run(
        IntStream.range(0, cases.size())
            .mapToObj(at -> "\"" + at + "\" " + cases.get(at).declared())
            .collect(Collectors.joining(", ", "create table every (id int, ", ")")));
    for (int row = 0; row <= most(); row++) {
      int number = row;
      postgres.run(
          cases.stream()
              .map(one -> number < one.literals().size() ? one.literals().get(number) : "null")
              .collect(Collectors.joining(", ", "insert into every values (" + row + ", ", ")")));
    }
  }

  private static int most() {
    return TypeCase.ALL.stream().mapToInt(one -> one.literals().size()).max().orElse(0);
  }

  private Path file() {
    return folder.resolve("part-00000.zstd.parquet");
  }
}
