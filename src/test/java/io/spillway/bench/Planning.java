package io.spillway.bench;

import io.spillway.object.Entry;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.source.lakefs.metadata.RangeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Planning alone, of entries without data behind them, each time in a fresh process of 512 MiB: a
 * full export, and a diff in which one object of a thousand changed, all over the keys, so that no
 * range is shared.
 */
final class Planning {
  private static final String HEAP = "512m";
  private static final int CHANGED = 1000;
  private static final int DECODED_RANGES = 10;

  private final Sandbox sandbox;
  private final Path scratch;
  private final int runs;
  private final StringBuilder table = new StringBuilder();

  private record Commits(Repo repo, String before, String after) {}

  private Planning(Sandbox sandbox, Path scratch, int runs) {
    this.sandbox = sandbox;
    this.scratch = scratch;
    this.runs = runs;
  }

  /** Plans so many entries, and ten times as many. */
  static void run(Report report, Path scratch, int entries, int runs)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(scratch.resolve("planning"));
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      report.section(new Planning(sandbox, folder, runs).measured(entries));
    } finally {
      Folders.delete(folder);
    }
  }

  private String measured(int entries) throws IOException, InterruptedException {
    table.append("## Case f: planning alone, heap of ").append(HEAP).append("\n\n");
    table.append("| | entries | seconds | entries/s | peak RSS, MiB | peak heap, MiB |\n");
    table.append("|---|---|---|---|---|---|\n");
    Commits few = commits("few", entries);
    Commits many = commits("many", 10L * entries);
    double fullFew = full(few, entries);
    double fullMany = full(many, 10L * entries);
    double diffFew = diff(few, entries);
    double diffMany = diff(many, 10L * entries);
    table.append(
        String.format(
            Locale.ROOT,
            "%nTen times the entries take %.1f times as long in full, %.1f times as a diff.%n",
            fullMany / fullFew,
            diffMany / diffFew));
    table.append(
        String.format(
            Locale.ROOT, "One thread reads and decodes %,.0f entries/s.%n", decoded(few)));
    return table.toString();
  }

  private Commits commits(String name, long entries) {
    Repo repo = sandbox.createRepository(name);
    Branch main = repo.branch("main");
    Iterator<Entry> all =
        LongStream.range(0, entries)
            .mapToObj(i -> Sandbox.syntheticEntry(key(i), 1 + i % 20_000))
            .iterator();
    String before = main.commit("all", all);
    Iterator<Entry> changed =
        LongStream.range(0, entries / CHANGED)
            .mapToObj(i -> Sandbox.syntheticEntry(key(i * CHANGED), 30_000))
            .iterator();
    return new Commits(repo, before, main.commit("some of them", changed));
  }

  private static String key(long i) {
    return String.format(Locale.ROOT, "table/day=%05d/part-%09d.parquet", i / 1_000, i);
  }

  private double full(Commits commits, long entries) throws IOException, InterruptedException {
    Path out = scratch.resolve("full");
    return time("full", entries, List.of(commits.repo().id(), uri(out), commits.after()));
  }

  private double diff(Commits commits, long entries) throws IOException, InterruptedException {
    Path out = Files.createDirectories(scratch.resolve("diff-" + commits.repo().id()));
    Files.createFile(
        out.resolve("EXPORT_" + commits.before() + "_2026-01-01T00:00:00.000Z_SUCCESS"));
    return time(
        "diff", entries, List.of(commits.repo().id(), uri(out), commits.after(), commits.before()));
  }

  private static String uri(Path folder) {
    return "file://" + folder.toAbsolutePath();
  }

  private double time(String what, long entries, List<String> arguments)
      throws IOException, InterruptedException {
    Map<String, String> settings =
        new TreeMap<>(
            new Lake.Login(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()).settings());
    settings.put("spark.master", "local[2]");
    settings.put("spark.ui.enabled", "false");
    List<Child.Ended> ended = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      ended.add(
          Child.run(
              new Child.Command(
                  Java.spillway(HEAP, settings, PlanningRun.class.getName(), arguments),
                  Map.of("SPARK_LOCAL_IP", "127.0.0.1"))));
    }
    Spread seconds = Spread.of(ended.stream().map(e -> e.number("phase").orElseThrow()).toList());
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %s | %,.0f | %.0f | %.0f |%n",
            what,
            entries,
            seconds,
            entries / seconds.median(),
            ended.stream().mapToDouble(Child.Ended::peakBytes).max().orElse(0) / (1 << 20),
            ended.stream().mapToDouble(e -> e.number("heap").orElse(0.0)).max().orElse(0)
                / (1 << 20)));
    return seconds.median();
  }

  private double decoded(Commits commits) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(scratch.resolve("ranges"));
    List<RangeInfo> ranges = commits.repo().ranges(commits.before());
    for (RangeInfo range : ranges.subList(0, Math.min(DECODED_RANGES, ranges.size()))) {
      Files.write(
          folder.resolve(range.id()), commits.repo().read(commits.repo().metadataFile(range.id())));
    }
    List<String> command =
        Java.bench(DecodeRun.class, List.of("-Xmx512m"), List.of(folder.toString()));
    return Child.run(new Child.Command(command, Map.of())).number("rate").orElseThrow();
  }
}
