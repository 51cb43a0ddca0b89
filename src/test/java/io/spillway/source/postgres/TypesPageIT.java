package io.spillway.source.postgres;

import io.spillway.rows.parquet.RowFileReader;
import io.spillway.rows.parquet.RowFileReader.ColumnFact;
import io.spillway.source.postgres.decode.TypeOptions;
import io.spillway.store.Attributes;
import io.spillway.store.memory.MemoryStore;
import io.spillway.testing.Approved;
import io.spillway.testing.TestPostgres;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/reference/postgres-types.md}: what a file has, and what Spark makes of it. */
class TypesPageIT {
  private static final String BEGINNING =
      """
      # Postgres types in Parquet

      Every column is optional, whatever the table says. The footer of each file has the types that Postgres gave the columns
      (`spillway.types`, a JSON object), the table (`spillway.table`) and the version that wrote it (`spillway.version`).

      A test made this table: it exported a column of each type and read the file back, with Spark %s.

      | Postgres | Parquet | Spark | Remarks |
      |---|---|---|---|
      """;

  private static final String END =
      """

      A type that is not here is exported as its text, whatever extension it is from.

      ## Text forms

      The text of a value is what the output function of its type prints. No cast is called: a cast to `text` may be a function that the
      owner of the type wrote. Each transaction makes the settings that texts depend on: `DateStyle` ISO, `IntervalStyle` postgres,
      `TimeZone` UTC, `bytea_output` hex, `extra_float_digits` 3, `xmlbinary` base64, `quote_all_identifiers` off. `lc_monetary` is that of the database (`ALTER DATABASE`, or the server's), not of the role, since it says
      how many digits of an amount of money are behind the point.

      ## JSON

      Composite values, and arrays of more dimensions, arrive as text too and become JSON by what the catalogue said of their types in the
      snapshot. It is byte for byte what `to_json` writes, but for two things:

      - A field or an element of a type that has a cast to `json` (`hstore`, or a type whose owner made one) is a string with its text:
        `to_json` would call the cast.
      - Names of fields are those of the snapshot. A table whose composite type was altered since is a failure by its name. So is one
        whose enum has labels that were renamed: the server prints labels as they are now.

      `--composites=struct` makes Parquet groups instead, with the types of the table above, also within arrays. A type without attributes stays JSON.

      ## Values that fail

      Nothing is rounded, clamped or left out. A value that the column in Parquet cannot hold ends its table's export, with the table, the column
      and the row named. `--cast=T.C=text` exports the column as text; `--columns` leaves it out. `--out-of-range=null` makes null of the values marked
      with a star, and the footer of each file counts them by column (`spillway.outOfRange`).

      | Value | Of |
      |---|---|
      | `NaN`, `Infinity`, `-Infinity` * | a numeric that becomes a decimal; one that becomes text has them as text |
      | more digits than the decimal has, before the point or behind | a numeric with `--numeric=decimal(P,S)`; zeros at the end are no digits |
      | `infinity`, `-infinity` * | date, timestamp, timestamp with time zone |
      | after 294247-01-10 04:00:54.775807 * | timestamps, which Postgres takes up to 294276: 64 bits of microseconds since 1970 end there |
      | two dimensions and more | an array whose column has one in the catalogue, which does not keep every declaration (not after `CREATE TABLE AS`, not in domains): `--cast=T.C=json` |
      | bytes that are no UTF-8 | text in a database of encoding `SQL_ASCII` |
      | more than memory holds | any; Postgres sends at most 1 GB in a row, and a task takes a few times that |

      ## Types that you choose

      `--cast=T.C=TYPE` (table `schema.table`, repeatable) exports a column as `text`, `json` (arrays and composite types), `smallint`, `integer`,
      `bigint`, `real`, `double`, `decimal(P,S)`, `date`, `time`, `timestamp` or `timestamptz`. The value's text is parsed; a value that the type does not
      hold exactly is a failure, as above. The server runs no cast. A `timestamptz` becomes a `timestamp` in UTC. For readers that
      refuse UUID or TIME in Parquet, as Athena does, cast such columns to `text`.

      ```sh
      spillway postgresql://reader@db.example.com/shop s3://bucket/exports/ --cast=public.orders.id=text --cast=public.orders.total='decimal(18,2)'
      ```

      ## Values that stay

      - `NaN` and the infinities of real and double precision are kept; all NaN are one NaN.
      - Dates and timestamps before 1582 and before year 1 are of the proleptic Gregorian calendar, in Postgres as in the file. Spark refuses such
        values in files that do not say so; these say so.
      - `24:00:00` is 86,400,000,000 microseconds.
      - An empty text is an empty text, an empty array an empty list, and null is null. Text holds no NUL in Postgres.
      - The number that an array begins with (`[0:1]={1,2}`) is not kept; the elements are.
      - Columns that are generated are exported with their values; columns that were dropped are not there.
      - A column may have any name, dots, spaces, quotes and line ends included. Names that differ in case alone need
        `spark.sql.caseSensitive=true` in Spark.
      - A table without rows is a file with its columns. A table without columns cannot be exported: a Parquet file has at least one.

      ## Spark, UUID and time

      Spark refuses a whole file because of one column that is a UUID or a time in Parquet. A file that has one tells Spark in its footer
      (`org.apache.spark.sql.parquet.row.metadata`) to read 16 bytes, or a number of microseconds since midnight. Other readers see the types in
      the table above.
      """;

  /** A line: what it is called, a type of a column that is such, and what is to be said of it. */
  private record Line(String name, String declared, String remark) {}

  private static final List<Line> LINES =
      List.of(
          same("smallint", ""),
          same("integer", ""),
          same("bigint", ""),
          same("oid", "It has no sign."),
          same("real", ""),
          same("double precision", ""),
          same("boolean", ""),
          same("numeric(9,2)", "Up to 9 digits."),
          same("numeric(18,4)", "Up to 18 digits."),
          same("numeric(38,10)", "Up to 38 digits."),
          same("numeric(5,-2)", "The zeros before the point are digits too."),
          same("numeric(2,5)", "So are those behind it."),
          same("numeric(39,0)", "More than 38 digits: as `numeric`."),
          same("numeric", "As Postgres prints it, or `--numeric=decimal(P,S)`."),
          same("text", ""),
          same("character varying(20)", ""),
          same("character(20)", "With the spaces that fill it up."),
          same("name", ""),
          same("\"char\"", ""),
          same("citext", ""),
          same("bytea", ""),
          same("date", ""),
          same("time", "See below."),
          same("time with time zone", "Text."),
          same("timestamp", ""),
          same("timestamp with time zone", "In UTC; Postgres keeps no zone."),
          same("interval", "Text."),
          same("uuid", "See below."),
          same("json", "As it was written."),
          same("jsonb", "As Postgres prints it."),
          new Line("an enum", "mood", "The label; `--enum=enum` adds the annotation ENUM."),
          new Line(
              "a composite type",
              "inventory",
              "As `to_json` writes it, or a group with `--composites=struct`; see below."),
          new Line("a domain", "price", "As the type below it, at any depth."),
          new Line("an array", "integer[]", "Of one dimension, or none declared."),
          new Line("an array of text forms", "interval[]", "Each element's text."),
          new Line("an array of a composite type", "inventory[]", "Each element's JSON."),
          new Line(
              "an array of more dimensions", "integer[][]", "As `to_json` writes it; see below."),
          new Line("a range", "int4range", "Text."),
          new Line("a multirange", "int4multirange", "Text."),
          same("inet", "Text, as Postgres prints it: no `/32`."),
          same("cidr", "Text."),
          same("macaddr", "Text."),
          same("money", "Text, by the database's `lc_monetary`."),
          same("xml", "Text, as Postgres prints it: no encoding."),
          same("point", "Text, as all geometric types."),
          same("bit(3)", "Text of 0 and 1."),
          same("bit varying", "Text of 0 and 1."),
          same("tsvector", "Text."),
          same("tsquery", "Text."),
          same("pg_lsn", "Text."),
          same("regclass", "Text."),
          same("hstore", "Text."),
          same("int2vector", "A list."));

  @TempDir Path folder;

  @Test
  void shouldBeThePageOfTypes() throws SQLException, IOException {
    // Given
    Path file = folder.resolve("part-00000.zstd.parquet");
    try (TestPostgres postgres = TestPostgres.database()) {
      postgres.run(TypeCase.PREPARATION.toArray(String[]::new));
      postgres.run(
          IntStream.range(0, LINES.size())
              .mapToObj(at -> "c" + at + " " + LINES.get(at).declared())
              .collect(Collectors.joining(", ", "create table types (", ")")));

      // When
      CopiedTable.write(postgres, "types", TypeOptions.DEFAULT, file);
    }
    StructField[] fields = TestSpark.session().read().parquet(file.toString()).schema().fields();
    List<ColumnFact> columns = columns(file);

    // Then
    StringBuilder page =
        new StringBuilder(BEGINNING.replace("%s", minor(TestSpark.session().version())));
    for (int at = 0; at < LINES.size(); at++) {
      Line line = LINES.get(at);
      page.append("| ").append(line.name()).append(" | `").append(columns.get(at).type());
      page.append("` | `").append(fields[at].dataType().simpleString()).append("` | ");
      page.append(line.remark()).append(line.remark().isEmpty() ? "|\n" : " |\n");
    }
    Approved.checkPage(Path.of("docs", "reference", "postgres-types.md"), page + END);
  }

  /** The page need not change with each patch of Spark. */
  private static String minor(String version) {
    return version.substring(0, version.lastIndexOf('.'));
  }

  private static List<ColumnFact> columns(Path file) throws IOException {
    MemoryStore store = new MemoryStore("types");
    store.create("file", Files.readAllBytes(file), Attributes.NONE);
    return RowFileReader.facts(store, "file", Files.size(file)).columns();
  }

  private static Line same(String declared, String remark) {
    return new Line("`" + declared + "`", declared, remark);
  }
}
