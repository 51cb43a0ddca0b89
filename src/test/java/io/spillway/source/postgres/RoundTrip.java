package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.rows.parquet.RowFileReader;
import io.spillway.rows.parquet.RowsWritten;
import io.spillway.source.postgres.decode.ReadColumn;
import io.spillway.source.postgres.decode.TypeOptions;
import io.spillway.store.Attributes;
import io.spillway.store.memory.MemoryStore;
import io.spillway.testing.TestPostgres;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A table that was exported and read back, by Spark and by ourselves. Its first column numbers the
 * rows.
 *
 * @param copied the table
 * @param read what Spark read
 * @param printed what Postgres prints, by row and column
 */
record RoundTrip(CopiedTable copied, Dataset<Row> read, List<List<String>> printed) {

  static RoundTrip of(TestPostgres postgres, String table, TypeOptions options, Path file)
      throws SQLException, IOException {
    try (Connection connection = postgres.connect()) {
      CopiedTable copied = CopiedTable.of(connection, table, options);
      RowsWritten written = copied.write(file);
      assertThat(sums(file)).isEqualTo(written);
      return new RoundTrip(copied, spark().read().parquet(file.toString()), printed(copied));
    }
  }

  /** Makes sure that all values came through. */
  void check() {
    List<Row> rows = new ArrayList<>(read.collectAsList());
    rows.sort(Comparator.comparing(row -> row.getInt(0)));
    List<List<String>> values = rows.stream().map(this::values).toList();
    for (int row = 0; row < Math.min(values.size(), printed.size()); row++) {
      assertThat(values.get(row)).as("row %d", row).isEqualTo(printed.get(row));
    }
    assertThat(values).hasSameSizeAs(printed);
    assertThat(List.of(read.columns()))
        .isEqualTo(copied.columns().stream().map(column -> column.column().name()).toList());
  }

  private List<String> values(Row row) {
    return IntStream.range(0, copied.columns().size())
        .mapToObj(
            at -> {
              ReadColumn column = copied.columns().get(at);
              return column.column().name()
                  + ": "
                  + PrintedValue.ofSpark(column.column().type(), row, at);
            })
        .toList();
  }

  private static List<List<String>> printed(CopiedTable copied) throws SQLException {
    String query =
        copied.columns().stream()
                .map(
                    column ->
                        PrintedValue.expression(column, CopiedTable.quoted(column.column().name())))
                .collect(Collectors.joining(", ", "select ", " from " + copied.name()))
            + " order by "
            + CopiedTable.quoted(copied.columns().get(0).column().name());
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = copied.connection().createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (ReadColumn column : copied.columns()) {
          values.add(
              column.column().name()
                  + ": "
                  + PrintedValue.ofPostgres(
                      column.column().type(), result.getString(values.size() + 1)));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static RowsWritten sums(Path file) throws IOException {
    MemoryStore store = new MemoryStore("read-back");
    store.create("file", Files.readAllBytes(file), Attributes.NONE);
    return RowFileReader.sums(store, "file", Files.size(file));
  }

  /** With types of Java's own for dates and times, and names that differ in case alone. */
  private static SparkSession spark() {
    SparkSession session = TestSpark.session().newSession();
    session.conf().set("spark.sql.datetime.java8API.enabled", "true");
    session.conf().set("spark.sql.caseSensitive", "true");
    return session;
  }
}
