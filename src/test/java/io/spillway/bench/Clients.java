package io.spillway.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The HTTP clients of the AWS SDK against one another: small copies, and 8 MiB read and written.
 */
final class Clients {
  private static final List<Integer> THREADS = List.of(16, 64);
  private static final int LARGE_SIZE = 8 << 20;

  private final Path scratch;
  private final String classPath;
  private final int runs;
  private final StringBuilder table = new StringBuilder();

  private Clients(Path scratch, String classPath, int runs) {
    this.scratch = scratch;
    this.classPath = classPath;
    this.runs = runs;
  }

  static void run(Report report, Path scratch, Options options)
      throws IOException, InterruptedException {
    String file = options.tools().get("clients");
    if (file == null) {
      report.note("clients: their class path is not given");
      return;
    }
    String more = Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
    Clients clients = new Clients(scratch, more, options.runs());
    clients.table.append("## HTTP clients\n\n");
    try (Lake lake = Lake.small(options.objects())) {
      clients.compare("copies of 1-20 KiB", "copy", lake);
    }
    try (Lake lake = Lake.large(Math.max(1, options.objects() / 50), LARGE_SIZE)) {
      clients.compare("GET and PUT of 8 MiB", "stream", lake);
    }
    report.section(clients.table.toString());
  }

  private void compare(String title, String way, Lake lake)
      throws IOException, InterruptedException {
    table.append("| ").append(title).append(" | threads | seconds | objects/s | CPU s |");
    table.append(" peak RSS, MiB |\n|---|---|---|---|---|---|\n");
    Path list = scratch.resolve("clients.txt");
    Files.write(list, Floor.lines(lake.full().copies(), List.of()), StandardCharsets.UTF_8);
    once(HttpClients.APACHE, 16, way, lake, list); // warms the server
    for (int threads : THREADS) {
      List<List<Child.Ended>> ended = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        for (HttpClients client : HttpClients.values()) {
          if (run == 0) {
            ended.add(new ArrayList<>());
          }
          ended.get(client.ordinal()).add(once(client, threads, way, lake, list));
        }
      }
      for (HttpClients client : HttpClients.values()) {
        row(client, threads, lake.full().copies().size(), ended.get(client.ordinal()));
      }
    }
    table.append('\n');
    Files.delete(list);
  }

  private Child.Ended once(HttpClients client, int threads, String way, Lake lake, Path list)
      throws IOException, InterruptedException {
    String place = "clients-" + Long.toString(System.nanoTime(), 36);
    Endpoint endpoint = lake.server().direct();
    List<String> command =
        List.of(
            Java.executable(),
            "-Xmx2g",
            "-Dbench.client=" + client.name(),
            "-Dbench.threads=" + threads,
            "-cp",
            System.getProperty("java.class.path") + File.pathSeparator + classPath,
            FloorRun.class.getName(),
            way,
            list.toString(),
            Lake.OUT,
            place);
    try {
      return Child.run(
          new Child.Command(
              command,
              Map.of("BENCH_SOURCE", Floor.text(endpoint), "BENCH_TARGET", Floor.text(endpoint))));
    } finally {
      lake.server().clear(Lake.OUT, place + "/");
    }
  }

  private void row(HttpClients client, int threads, int objects, List<Child.Ended> ended) {
    Spread seconds = Spread.of(ended.stream().map(e -> e.number("phase").orElseThrow()).toList());
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %d | %s | %.0f | %s | %.0f |%n",
            client.name().toLowerCase(Locale.ROOT),
            threads,
            seconds,
            objects / seconds.median(),
            Spread.of(ended.stream().map(Child.Ended::cpuSeconds).toList()),
            ended.stream().mapToDouble(Child.Ended::peakBytes).max().orElse(0) / (1 << 20)));
  }
}
