package io.spillway.source.postgres;

import io.spillway.rows.ColumnBatch;
import io.spillway.rows.Table;
import io.spillway.rows.parquet.Compression;
import io.spillway.rows.parquet.RowFile;
import io.spillway.rows.parquet.RowsWritten;
import io.spillway.source.postgres.decode.CopyDecoder;
import io.spillway.source.postgres.decode.PgColumn;
import io.spillway.source.postgres.decode.ReadColumn;
import io.spillway.source.postgres.decode.TypeMap;
import io.spillway.source.postgres.decode.TypeOptions;
import io.spillway.testing.TestPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A table of a test's database, read as exports read it.
 *
 * @param connection to the database
 * @param name as SQL has it
 * @param columns in their order
 */
record CopiedTable(Connection connection, String name, List<ReadColumn> columns) {

  /** Looks a table up. */
  static CopiedTable of(Connection connection, String name, TypeOptions options)
      throws SQLException {
    List<PgColumn> columns = columns(connection, name);
    List<Long> types = columns.stream().map(PgColumn::type).toList();
    TypeMap map = new TypeMap(CatalogueQueries.types(connection, types), options);
    return new CopiedTable(connection, name, columns.stream().map(map::read).toList());
  }

  /** Writes a whole table to a file. */
  static RowsWritten write(TestPostgres postgres, String name, TypeOptions options, Path file)
      throws SQLException, IOException {
    try (Connection connection = postgres.connect()) {
      return of(connection, name, options).write(file);
    }
  }

  Table table() {
    return new Table(
        "test." + name, "test/" + name, columns.stream().map(ReadColumn::column).toList());
  }

  RowsWritten write(Path file) throws SQLException, IOException {
    try (OutputStream out = Files.newOutputStream(file);
        RowFile rows = RowFile.begin(table(), Compression.ZSTD, out)) {
      copy(rows);
      return rows.finish();
    }
  }

  /** Gives each row to a sink. */
  void copy(ColumnBatch.Sink sink) throws SQLException, IOException {
    CopyDecoder decoder = new CopyDecoder(columns, new ColumnBatch(table().columns()), sink);
    try (Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> setting : TypeMap.SETTINGS.entrySet()) {
        statement.execute("set " + setting.getKey() + " = '" + setting.getValue() + "'");
      }
    }
    CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(command());
    try {
      for (byte[] piece = copy.readFromCopy(); piece != null; piece = copy.readFromCopy()) {
        decoder.accept(piece);
      }
      decoder.end();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  String command() {
    return "copy (select "
        + columns.stream()
            .map(column -> column.select("t." + quoted(column.column().name())))
            .collect(Collectors.joining(", "))
        + " from "
        + name
        + " t) to stdout (format binary)";
  }

  /** A name as SQL has it. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static List<PgColumn> columns(Connection connection, String name) throws SQLException {
    List<PgColumn> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select attname, attnum, atttypid, atttypmod, attndims,"
                    + " format_type(atttypid, atttypmod) from pg_attribute where attrelid = '"
                    + name
                    + "'::regclass and attnum > 0 and not attisdropped order by attnum")) {
      while (result.next()) {
        columns.add(
            new PgColumn(
                result.getString(1),
                result.getInt(2),
                result.getLong(3),
                result.getInt(4),
                result.getInt(5),
                result.getString(6)));
      }
    }
    return columns;
  }
}
