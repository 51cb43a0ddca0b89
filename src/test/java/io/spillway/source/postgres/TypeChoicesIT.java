package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import io.spillway.rows.Column;
import io.spillway.rows.RowPlan;
import io.spillway.source.postgres.decode.CastType;
import io.spillway.source.postgres.decode.TypeOptions;
import io.spillway.testing.TestPostgres;
import io.spillway.testing.TestSpark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types that users choose for columns, in place of those that they have by default. */
class TypeChoicesIT {
  @TempDir Path folder;
  private TestPostgres postgres;

  @BeforeEach
  void createDatabase() throws SQLException {
    postgres = TestPostgres.database();
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    postgres.close();
  }

  @ParameterizedTest(name = "{0} {1} as {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          integer        | -42                           | bigint        | INT64             | -42
          integer        | 7                             | decimal(5,2)  | Decimal[precision=5, scale=2] | 700
          bigint         | 922337203685477               | decimal(18,3) | Decimal[precision=18, scale=3] | 922337203685477000
          bigint         | -32768                        | smallint      | INT16             | -32768
          numeric        | 12.50                         | decimal(4,1)  | Decimal[precision=4, scale=1] | 125
          numeric        | 123456789012.000              | bigint        | INT64             | 123456789012
          numeric        | 0.1                           | double        | DOUBLE            | 0.1
          text           | 1e3                           | integer       | INT32             | 1000
          text           | 2020-02-29                    | date          | DATE              | 18321
          date           | 0044-03-15 BC                 | timestamp     | TIMESTAMP         | -63517824000000000
          timestamp      | 1970-01-02 00:00              | date          | DATE              | 1
          timestamptz    | 1970-01-01 02:00:00.5+02      | timestamp     | TIMESTAMP         | 500000
          timestamp      | 4714-11-24 00:00:00.1 BC      | timestamptz   | TIMESTAMP_UTC     | -210866803199900000
          time           | 23:59:59.999999               | text          | STRING            | 23:59:59.999999
          timestamptz    | infinity                      | text          | STRING            | infinity
          uuid           | 00112233-4455-6677-8899-aabbccddeeff | text   | STRING            | 00112233-4455-6677-8899-aabbccddeeff
          integer[]      | {{1,2},{3,NULL}}              | json          | JSON              | [[1,2],[3,null]]
          integer[]      | {{1,2},{3,NULL}}              | text          | STRING            | {{1,2},{3,NULL}}
          pair           | (1,x)                         | text          | STRING            | (1,x)
          real           | 1.5                           | real          | FLOAT             | 1.5
          float8         | NaN                           | double        | DOUBLE            | NaN
          """)
  void shouldKeepTheValueInAnotherType(
      String type, String value, String cast, String expected, String read) throws Exception {
    // Given
    make(type, value);

    // When
    try (Pinned pinned = cast(cast)) {
      RowPlan plan = pinned.plan();

      // Then
      assertThat(plan.tables().get(0).table().columns().get(0).type().toString())
          .isEqualTo(expected);
      assertThat(pinned.rows(plan)).containsExactly(read, "null");
    }
  }

  @ParameterizedTest(name = "{0} {1} as {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          numeric     | 1.5                   | bigint       | it has more than 0 digits behind the point, and bigint has no such value
          numeric     | 9223372036854775808   | bigint       | it is too large
          numeric     | 1e100                 | bigint       | it has 101 digits before the point
          numeric     | 0.123                 | decimal(5,2) | it has more than 2 digits behind the point
          numeric     | 1234.5                | decimal(5,2) | it has 4 digits before the point
          numeric     | 0.10000000000000000001 | double      | it has more digits than the type keeps
          numeric     | 1e400                 | double       | it is too large
          numeric     | NaN                   | bigint       | it is NaN, and bigint has no such value
          text        | 12x                   | integer      | it is text that is no number, and integer has no such value
          text        | 1e999999999999        | integer      | it is text that is no number
          text        | 1e999999              | integer      | digits before the point
          text        | ''                    | integer      | it is text that is no number
          integer     | 70000                 | smallint     | it is too large
          timestamp   | 2020-01-01 00:00:01   | date         | it has a time of day
          text        | 2020-13-01            | date         | it is text that is none, and date has no such value
          text        | 12:00                 | timestamp    | it is text that is none
          text        | 12:00:00              | timestamp    | it has no date
          date        | 5874897-12-31         | timestamp    | it is after 294247-01-10
          date        | infinity              | timestamp    | it is 'infinity', and no Parquet timestamp is that
          """)
  void shouldFailForALoss(String type, String value, String cast, String said) throws Exception {
    // Given
    make(type, value);

    // Then
    try (Pinned pinned = cast(cast)) {
      assertThatThrownBy(pinned::rows)
          .hasMessageContaining("column v of the row with ctid (0,1) in public.t cannot be read")
          .hasMessageContaining(said)
          .hasMessageContaining("--cast")
          .hasMessageContaining("--columns");
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          public.t.w     | integer   | bigint | which is not an exported column. Near names: 'v'.
          public.u.v     | integer   | bigint | which is not a table of this export
          public.t.v     | integer[] | bigint | which is of type integer[]: give text or json to it
          public.t.v     | pair      | date   | which is of type public.pair: give text or json to it
          public.t.v     | integer   | json   | give json to arrays and composite types alone
          """)
  void shouldRefuseCasts(String column, String type, String cast, String said) throws Exception {
    // Given
    make(type, null);
    TableOptions options =
        TableOptions.ALL.only("public.t").cast(column, CastType.parse("--cast", cast));

    // Then
    assertThatThrownBy(
            () -> {
              try (Pinned pinned =
                  Pinned.of(postgres.uri(), PostgresOptions.DEFAULT.with(options))) {
                pinned.plan();
              }
            })
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining(
            "--cast names '" + (said.contains("table") ? "public.u" : column) + "', ")
        .hasMessageContaining(said);
    assertThatThrownBy(() -> CastType.parse("--cast", "decimal(40,2)"))
        .hasMessageContaining("unknown type 'decimal(40,2)': give text, json,");
  }

  @Test
  void shouldMakeNullOfWhatIsOutOfRange() throws Exception {
    // Given
    postgres.run(
        "create table t (d date, a timestamp[], z timestamptz, n numeric(5,2), f float8, c"
            + " numeric)",
        "insert into t values ('infinity', '{-infinity,1970-01-01}', '294276-12-31 00:00+00',"
            + " 'NaN', 'NaN', '-Infinity'), ('1970-01-02', null, '1970-01-01 00:00+00', 1, 2, 3)");
    TypeOptions types = TypeOptions.DEFAULT.nullingOutOfRange();
    TableOptions tables =
        TableOptions.ALL.cast("public.t.c", CastType.parse("--cast", "decimal(9,0)"));

    // When
    try (Pinned pinned =
        Pinned.of(postgres.uri(), PostgresOptions.DEFAULT.with(types).with(tables))) {
      // Then
      assertThat(pinned.rows())
          .containsExactly("null|[null, 0]|null|null|NaN|null", "1|null|0|100|2.0|3");
    }

    // When
    Path file = folder.resolve("counted.parquet");
    CopiedTable.write(postgres, "t", types, file);

    // Then: the footer counts them
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("spillway.outOfRange")
        .contains("{\"d\":1,\"a\":1,\"z\":1,\"n\":1}");
  }

  @Test
  void shouldMakeTextOfEnumsUnlessTheyAreToBeAnnotated() throws Exception {
    // Given
    postgres.run("create type mood as enum ('ok')", "create table t (m mood, a mood[])");

    // Then
    assertThat(types(TypeOptions.DEFAULT)).isEqualTo("[STRING, ListOf[element=STRING]]");
    assertThat(types(TypeOptions.DEFAULT.annotatingEnums()))
        .isEqualTo("[ENUM, ListOf[element=ENUM]]");
  }

  private String types(TypeOptions options) {
    try (Pinned pinned = Pinned.of(postgres.uri(), PostgresOptions.DEFAULT.with(options))) {
      return pinned.plan().tables().get(0).table().columns().stream()
          .map(Column::type)
          .toList()
          .toString();
    }
  }

  /** A field that is read as text has the value that a column of its type has in binary. */
  @Test
  void shouldMakeGroupsOfCompositeTypes() throws Exception {
    // Given
    postgres.run(TypeCase.PREPARATION.toArray(String[]::new));
    TypeCase nest =
        TypeCase.ALL.stream()
            .filter(one -> one.declared().equals("nest"))
            .findFirst()
            .orElseThrow();
    postgres.run("create table nested (v nest)");
    for (String literal : nest.literals()) {
      postgres.run("insert into nested values (" + literal + ")");
    }
    postgres.run(
        TypeCase.PREPARATION.stream()
            .filter(one -> one.startsWith("create type nest as"))
            .findFirst()
            .orElseThrow()
            .replace("type nest as", "table flat"),
        "insert into flat select (v).* from nested",
        "create table deeper as select ((v).a).* from nested",
        "create table many as select array_agg(v) as v from nested");
    TypeOptions options = TypeOptions.DEFAULT.withStructs().nullingOutOfRange();

    // When
    List<Dataset<Row>> read = new ArrayList<>();
    for (String table : List.of("nested", "flat", "deeper", "many")) {
      Path file = folder.resolve(table + ".parquet");
      CopiedTable.write(postgres, table, options, file);
      read.add(TestSpark.session().read().parquet(file.toString()));
    }

    // Then
    assertThat(read.get(0).schema().fields()[0].dataType().simpleString())
        .startsWith(
            "struct<a:struct<name:string,price:decimal(9,2),tags:array<string>,at:timestamp>,"
                + "b:array<struct<name:string,price:decimal(9,2)");
    assertThat(texts(read.get(0).selectExpr("v.*"))).isEqualTo(texts(read.get(1))).hasSize(2);
    assertThat(texts(read.get(0).selectExpr("v.a.*"))).isEqualTo(texts(read.get(2)));
    assertThat(texts(read.get(3).selectExpr("explode(v) as v").selectExpr("v.*")))
        .isEqualTo(texts(read.get(1)));
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.selectExpr("cast(struct(*) as string)").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private void make(String type, @Nullable String value) throws SQLException {
    postgres.run(
        "create type pair as (a int, b text)",
        "create table t (v " + type + ")",
        "insert into t values ("
            + (value == null ? "null" : "'" + value.replace("''", "") + "'")
            + "), (null)");
  }

  private Pinned cast(String type) {
    TableOptions tables =
        TableOptions.ALL.cast(postgres.name() + ".public.t.v", CastType.parse("--cast", type));
    return Pinned.of(postgres.uri(), PostgresOptions.DEFAULT.with(tables));
  }
}
