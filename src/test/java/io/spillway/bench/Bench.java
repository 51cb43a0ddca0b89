package io.spillway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the benchmarks; {@code bench/run} starts it. */
public final class Bench {
  private static final int LARGE = 64 << 20;

  private final Options options;
  private final Report report;
  private final Path scratch;

  private Bench(Options options) throws IOException {
    this.options = options;
    Files.createDirectories(options.out());
    this.scratch = Files.createTempDirectory(options.out(), "run-");
    this.report = new Report(options.out(), "Benchmark of Spillway");
  }

  /** Arguments as {@link Options} reads them. */
  public static void main(String[] arguments) throws Exception {
    Bench bench = new Bench(Options.parse(arguments));
    bench.run();
    Files.delete(bench.scratch);
    System.out.println("Written: " + bench.options.out().resolve("report.md"));
    System.exit(bench.report.hasNotes() ? 1 : 0);
  }

  private void run() throws IOException, InterruptedException {
    if (options.has("a") || options.has("c") || options.has("d") || options.has("e")) {
      small();
    }
    if (options.has("b") || options.has("d") || options.has("e")) {
      large();
    }
    if (options.has("f")) {
      Planning.run(report, scratch, 100 * options.objects(), options.planningRuns());
    }
    if (options.has("clients")) {
      Clients.run(report, scratch, options);
    }
  }

  private void small() throws IOException, InterruptedException {
    try (Lake lake = Lake.small(options.objects())) {
      layPlain(lake);
      race("a", "a", lake, lake.full(), lake.server(), false);
      race("c", "c", lake, lake.diff(), lake.server(), false);
      far("d", "d-small", lake);
      race("e", "e-small", lake, lake.full(), lake.server(), true);
    }
  }

  private void large() throws IOException, InterruptedException {
    try (Lake lake = Lake.large(options.largeObjects(), LARGE)) {
      layPlain(lake);
      race("b", "b", lake, lake.full(), lake.server(), false);
      far("d", "d-large", lake);
      race("e", "e-large", lake, lake.full(), lake.server(), true);
    }
  }

  private void layPlain(Lake lake) throws InterruptedException {
    if (options.tools().containsKey("rclone") || options.tools().containsKey("distcp")) {
      lake.layPlain();
    }
  }

  private void far(String letter, String name, Lake lake) throws IOException, InterruptedException {
    if (options.has(letter)) {
      try (BenchServer other = BenchServer.launch()) {
        other.makeBucket(Lake.OUT);
        race(letter, name, lake, lake.full(), other, false);
      }
    }
  }

  private void race(
      String letter, String name, Lake lake, Work work, BenchServer target, boolean toFolder)
      throws IOException, InterruptedException {
    if (options.has(letter)) {
      new Race(name, work, lake.server(), target, toFolder, report, scratch)
          .run(contenders(lake), options.runs());
    }
  }

  private List<Contender> contenders(Lake lake) throws IOException {
    List<Contender> all = new ArrayList<>();
    all.add(new Self(lake.login()));
    all.add(new Floor());
    if (options.tools().containsKey("s5cmd")) {
      all.add(new S5cmd(Path.of(options.tools().get("s5cmd"))));
    }
    if (options.tools().containsKey("rclone")) {
      all.add(new Rclone(Path.of(options.tools().get("rclone"))));
    }
    if (options.tools().containsKey("distcp")) {
      all.add(new DistCp(Path.of(options.tools().get("distcp"))));
    }
    return all;
  }
}
