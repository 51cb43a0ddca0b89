package io.spillway.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who reads tables of a Postgres. */
final class RowsContenders {
  static final String FLOOR = "floor: one COPY to nowhere";
  static final String JDBC = "Spark's JDBC source";
  private static final Path BENCH =
      Path.of(System.getProperty("basedir", ""), "bench").toAbsolutePath();

  private final BenchTables tables;
  private final RowsOptions options;

  RowsContenders(BenchTables tables, RowsOptions options) {
    this.tables = tables;
    this.options = options;
  }

  /** Makes the command that writes below a folder. */
  interface Making {
    Child.Command command(Path folder) throws IOException;
  }

  /**
   * One of them.
   *
   * @param countedAs what its output must have, with the number of rows
   */
  record One(String name, String countedAs, Making making) {
    Child.Command command(Path folder) throws IOException {
      return making.command(folder);
    }
  }

  /** All that can run here, on the table {@code rows}. */
  List<One> ofRows() {
    List<One> all = new ArrayList<>();
    all.add(spillway("rows", options.readers()));
    all.add(spillway("rows", 1));
    all.add(new One(JDBC, "rows=%d", this::jdbc));
    if (options.tools().containsKey("connectorx")) {
      all.add(new One("connectorx and pyarrow", "rows=%d", this::connectorx));
    }
    all.add(
        options.tools().containsKey("psql")
            ? new One(FLOOR, "COPY %d", folder -> psql())
            : new One(FLOOR, "rows=%d", folder -> driver()));
    return all;
  }

  /** Spillway as a user runs it; a further connection holds the snapshot. */
  One spillway(String table, int readers) {
    String name =
        "spillway, "
            + (table.equals("rows") ? "" : table + ", ")
            + readers
            + (readers == 1 ? " reader" : " readers");
    return new One(name, "%,d rows", folder -> spillway(table, readers, folder));
  }

  private Child.Command spillway(String table, int readers, Path folder) throws IOException {
    List<String> arguments =
        List.of(
            tables.uri(),
            "file://" + folder,
            "--export-only=postgres.public." + table,
            "--max-connections=" + (readers + 1));
    Map<String, String> settings =
        Map.of(
            "spark.app.name",
            "Spillway",
            "spark.master",
            "local[" + options.readers() + "]",
            "spark.extraListeners",
            PhaseListener.class.getName());
    return new Child.Command(
        Java.spillway("2g", settings, "io.spillway.Main", arguments), environment());
  }

  private static Map<String, String> environment() {
    return Map.of("SPARK_LOCAL_IP", "127.0.0.1", "LC_ALL", "C.UTF-8");
  }

  private Child.Command jdbc(Path folder) {
    return new Child.Command(
        Java.bench(
            JdbcSourceRun.class,
            List.of("-Xmx2g", "@" + BENCH.resolveSibling("conf").resolve("jvm.options")),
            List.of(
                "jdbc:postgresql://127.0.0.1:" + tables.port() + "/postgres?user=postgres",
                "rows",
                String.valueOf(options.readers()),
                String.valueOf(options.rows()),
                folder.resolve("out").toString())),
        environment());
  }

  private Child.Command connectorx(Path folder) {
    return python(
        "read",
        tables.uri(),
        "rows",
        String.valueOf(options.readers()),
        folder.resolve("rows.parquet").toString());
  }

  /** Writes the rows of Parquet files once more by pyarrow. */
  Child.Command rewrite(Path from, Path file) {
    return python("rewrite", from.toString(), file.toString());
  }

  private Child.Command python(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(String.valueOf(options.tools().get("connectorx")));
    words.add(BENCH.resolve("rows.py").toString());
    words.addAll(List.of(arguments));
    return new Child.Command(words, Map.of());
  }

  private Child.Command psql() {
    return new Child.Command(
        List.of(
            String.valueOf(options.tools().get("psql")),
            tables.uri(),
            "-c",
            "\\copy (select * from rows) to '/dev/null' (format binary)"),
        Map.of());
  }

  private Child.Command driver() {
    return new Child.Command(
        Java.bench(
            CopyRun.class,
            List.of("-Xmx256m"),
            List.of(
                "jdbc:postgresql://127.0.0.1:" + tables.port() + "/postgres?user=postgres",
                "rows")),
        Map.of());
  }
}
