package io.spillway.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures exports of rows; {@code bench/postgres} starts it. */
public final class PostgresBench {
  private static final double MIB = 1 << 20;

  private final RowsOptions options;
  private final Report report;
  private final Path scratch;
  private final Map<String, List<RowsRun>> runs = new LinkedHashMap<>();

  /**
   * One run of one contender.
   *
   * @param seconds from the process's start to its end
   * @param phase the same without the starts of JVM and Spark, where it tells
   * @param peakBytes of resident memory
   * @param files that it wrote
   * @param bytes of those
   */
  private record RowsRun(double seconds, double phase, long peakBytes, int files, long bytes) {}

  private PostgresBench(RowsOptions options) throws IOException {
    this.options = options;
    Files.createDirectories(options.out());
    this.scratch = Files.createTempDirectory(options.out(), "rows-");
    this.report = new Report(options.out(), "Benchmark of Spillway's exports of rows");
  }

  /** Arguments as {@link RowsOptions} reads them. */
  public static void main(String[] arguments) throws Exception {
    PostgresBench bench = new PostgresBench(RowsOptions.parse(arguments));
    bench.run();
    Folders.delete(bench.scratch);
    System.out.println("Written: " + bench.options.out().resolve("report.md"));
    System.exit(bench.report.hasNotes() ? 1 : 0);
  }

  private void run() throws IOException, InterruptedException, SQLException {
    try (EmbeddedPostgres server = BenchTables.server()) {
      BenchTables tables = new BenchTables(server);
      if (options.has("rows")) {
        tables.makeRows(options.rows());
        race(new RowsContenders(tables, options), options.rows());
      }
      if (options.has("partitions")) {
        tables.makePartitions(options.partitions(), options.partitionRows());
        comparePartitions(new RowsContenders(tables, options));
      }
    }
  }

  /** Each contender in turn, round by round, each round beginning with another. */
  private void race(RowsContenders contenders, long rows) throws IOException, InterruptedException {
    runs.clear();
    List<RowsContenders.One> all = contenders.ofRows();
    for (int round = 0; round < options.runs(); round++) {
      for (int turn = 0; turn < all.size(); turn++) {
        time(all.get((round + turn) % all.size()), rows);
      }
    }
    report.section(table(all, rows));
    if (options.tools().containsKey("connectorx")) {
      compareSizes(contenders, rows);
    }
  }

  private void time(RowsContenders.One one, long rows) throws IOException, InterruptedException {
    Path to = Files.createTempDirectory(scratch, "to-");
    try {
      Child.Ended ended = Child.run(one.command(to));
      check(one, ended, rows);
      List<Long> files = parquet(to);
      RowsRun run =
          new RowsRun(
              ended.seconds(),
              ended.number("phase").orElse(ended.seconds()),
              ended.peakBytes(),
              files.size(),
              files.stream().mapToLong(Long::longValue).sum());
      runs.computeIfAbsent(one.name(), name -> new ArrayList<>()).add(run);
      System.out.printf(
          Locale.ROOT,
          "  %-28s %7.2f s, %.0f krows/s%n",
          one.name(),
          run.seconds(),
          rows / run.seconds() / 1e3);
    } catch (IOException e) {
      report.note(one.name() + ": " + e.getMessage());
    } finally {
      Folders.delete(to);
    }
  }

  /** The sizes of all files of Parquet below a folder. */
  private static List<Long> parquet(Path folder) throws IOException {
    return Folders.files(folder).entrySet().stream()
        .filter(file -> file.getKey().endsWith(".parquet"))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Who read other rows has not taken part. */
  private static void check(RowsContenders.One one, Child.Ended ended, long rows)
      throws IOException {
    String counted = String.format(Locale.ROOT, one.countedAs(), rows);
    if (!ended.output().contains(counted)) {
      throw new IOException("no '" + counted + "' in its output:\n" + ended.output());
    }
  }

  private String table(List<RowsContenders.One> all, long rows) {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "## %,d rows of 11 columns, one table%n%n"
                    + "| | end to end, s | krows/s | x JDBC source | x floor | without starts, s | peak RSS, MiB | files | MiB |%n"
                    + "|---|---|---|---|---|---|---|---|---|%n",
                rows));
    double jdbc = seconds(RowsContenders.JDBC);
    double floor = seconds(RowsContenders.FLOOR);
    for (RowsContenders.One one : all) {
      List<RowsRun> own = runs.getOrDefault(one.name(), List.of());
      if (!own.isEmpty()) {
        table.append(row(one.name(), own, rows, jdbc, floor));
      }
    }
    return table.toString();
  }

  private static String row(String name, List<RowsRun> own, long rows, double jdbc, double floor) {
    Spread seconds = Spread.of(own.stream().map(RowsRun::seconds).toList());
    Spread phase = Spread.of(own.stream().map(RowsRun::phase).toList());
    long peak = own.stream().mapToLong(RowsRun::peakBytes).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.0f | %s | %s | %s | %.0f | %d | %.1f |%n",
        name,
        seconds,
        rows / seconds.median() / 1e3,
        ratio(jdbc, seconds.median()),
        ratio(floor, seconds.median()),
        phase,
        peak / MIB,
        own.get(0).files(),
        own.get(0).bytes() / MIB);
  }

  /** How many times as fast as another; nothing where that has not run. */
  private static String ratio(double other, double own) {
    return Double.isNaN(other) ? "-" : String.format(Locale.ROOT, "%.2f", other / own);
  }

  private double seconds(String name) {
    List<RowsRun> own = runs.getOrDefault(name, List.of());
    return own.isEmpty()
        ? Double.NaN
        : Spread.of(own.stream().map(RowsRun::seconds).toList()).median();
  }

  /** The rows of our files once more, in files as pyarrow makes them. */
  private void compareSizes(RowsContenders contenders, long rows)
      throws IOException, InterruptedException {
    Path ours = Files.createTempDirectory(scratch, "ours-");
    Path theirs = Files.createTempDirectory(scratch, "theirs-").resolve("rows.parquet");
    try {
      Child.run(contenders.spillway("rows", options.readers()).command(ours));
      Child.Ended ended = Child.run(contenders.rewrite(ours, theirs));
      if (!ended.output().contains("rows=" + rows)) {
        throw new IOException("pyarrow read other rows:\n" + ended.output());
      }
      long bytes = parquet(ours).stream().mapToLong(Long::longValue).sum();
      report.section(
          String.format(
              Locale.ROOT,
              "## Sizes, the same rows with zstd%n%nSpillway's files have %.1f MiB, and pyarrow's %.1f MiB: ratio %.2f.%n",
              bytes / MIB,
              Files.size(theirs) / MIB,
              bytes / (double) Files.size(theirs)));
    } catch (IOException e) {
      report.note("sizes: " + e.getMessage());
    }
  }

  private void comparePartitions(RowsContenders contenders)
      throws IOException, InterruptedException {
    runs.clear();
    RowsContenders.One parts = contenders.spillway("parts", options.readers());
    RowsContenders.One plain = contenders.spillway("plain", options.readers());
    for (int round = 0; round < options.runs(); round++) {
      time(round % 2 == 0 ? plain : parts, options.partitionRows());
      time(round % 2 == 0 ? parts : plain, options.partitionRows());
    }
    if (runs.size() == 2) {
      report.section(
          table(List.of(plain, parts), options.partitionRows())
                  .replace(
                      "one table",
                      String.format(
                          Locale.ROOT,
                          "one plain table and one of %,d partitions on two levels",
                          options.partitions()))
              + String.format(
                  Locale.ROOT,
                  "%nPartitioned to plain: %.2f times the time.%n",
                  seconds(parts.name()) / seconds(plain.name())));
    }
  }
}
