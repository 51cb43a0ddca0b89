package io.spillway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Gathers what was measured, and writes it as CSV and as tables of Markdown after every case. */
final class Report {
  private static final double MB = 1e6;
  private static final double MIB = 1 << 20;

  private static final int NOTE_LINES = 8;

  private final Path folder;
  private final String title;
  private final Map<String, Work> races = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, Map<String, Long>> requests = new LinkedHashMap<>();
  private final List<String> sections = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Report(Path folder, String title) {
    this.folder = folder;
    this.title = title;
  }

  void begin(String race, Work work) {
    races.put(race, work);
    say("case " + race + ": " + work.actions() + " objects, " + work.bytes() + " bytes");
  }

  void add(Sample sample) {
    samples.add(sample);
    say(
        String.format(
            Locale.ROOT,
            "  %-24s run %d: phase %.2f s, end to end %.2f s, CPU %.1f s",
            sample.contender(),
            sample.run(),
            sample.phase(),
            sample.seconds(),
            sample.cpuSeconds()));
  }

  void count(String race, Contender contender, Map<String, Long> kinds) {
    requests.put(race + " " + contender.name(), kinds);
    say(String.format(Locale.ROOT, "  %-24s requests: %s", contender.name(), kinds));
  }

  /** Something that the reader must know. */
  void note(String text) {
    String shown = text.lines().limit(NOTE_LINES).collect(Collectors.joining("\n  "));
    notes.add(shown);
    say("  note: " + shown);
  }

  /** A table that is no race. */
  void section(String markdown) throws IOException {
    sections.add(markdown);
    say(markdown);
    write();
  }

  void end(String race) throws IOException {
    say(table(race));
    write();
  }

  /** Whether something went wrong that the reader was told of. */
  boolean hasNotes() {
    return !notes.isEmpty();
  }

  private static void say(String text) {
    System.out.println(text);
  }

  private void write() throws IOException {
    List<String> parts = new ArrayList<>();
    parts.add("# " + title + "\n");
    races.keySet().forEach(race -> parts.add(table(race)));
    parts.addAll(sections);
    if (!notes.isEmpty()) {
      parts.add(notes.stream().map(note -> "- " + note).collect(Collectors.joining("\n")) + "\n");
    }
    Files.writeString(
        folder.resolve("report.md"), String.join("\n", parts), StandardCharsets.UTF_8);
    Files.writeString(folder.resolve("report.csv"), csv(), StandardCharsets.UTF_8);
  }

  private String csv() {
    StringBuilder csv =
        new StringBuilder("case,contender,run,phase_s,end_to_end_s,cpu_s,peak_mib,heap_mib\n");
    for (Sample s : samples) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,\"%s\",%d,%.3f,%.3f,%.2f,%.0f,%.0f%n",
              s.race(),
              s.contender(),
              s.run(),
              s.phase(),
              s.seconds(),
              s.cpuSeconds(),
              s.peakBytes() / MIB,
              s.heapBytes() / MIB));
    }
    return csv.toString();
  }

  private String table(String race) {
    Map<String, List<Sample>> byContender =
        samples.stream()
            .filter(sample -> sample.race().equals(race))
            .collect(
                Collectors.groupingBy(Sample::contender, LinkedHashMap::new, Collectors.toList()));
    double floor =
        byContender.values().stream()
            .filter(own -> own.get(0).isFloor())
            .mapToDouble(own -> spread(own, Sample::phase).median())
            .min()
            .orElse(Double.NaN);
    Work work = races.get(race);
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "## Case %s: %,d objects, %.1f MB%n%n",
                race,
                work.actions(),
                work.bytes() / MB));
    table
        .append("| | phase, s | x floor | end to end, s | objects/s | MB/s | requests/object |")
        .append(" requests | CPU s | peak RSS, MiB | peak heap, MiB |\n")
        .append("|---|---|---|---|---|---|---|---|---|---|---|\n");
    byContender.forEach((who, own) -> table.append(row(race, work, who, own, floor)));
    return table.toString();
  }

  private String row(String race, Work work, String who, List<Sample> own, double floor) {
    Spread phase = spread(own, Sample::phase);
    Map<String, Long> kinds = requests.getOrDefault(race + " " + who, Map.of());
    long sum = kinds.values().stream().mapToLong(Long::longValue).sum();
    double heap = spread(own, s -> s.heapBytes() / MIB).most();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.2f | %s | %.0f | %.1f | %s | %s | %.1f | %.0f | %s |%n",
        who,
        phase,
        phase.median() / floor,
        spread(own, Sample::seconds),
        work.actions() / phase.median(),
        work.bytes() / MB / phase.median(),
        sum == 0 ? "-" : String.format(Locale.ROOT, "%.3f", sum / (double) work.actions()),
        kinds.entrySet().stream()
            .map(kind -> kind.getKey() + " " + kind.getValue())
            .collect(Collectors.joining(", ")),
        spread(own, Sample::cpuSeconds).median(),
        spread(own, s -> s.peakBytes() / MIB).most(),
        heap == 0 ? "-" : String.format(Locale.ROOT, "%.0f", heap));
  }

  private static Spread spread(List<Sample> own, ToDoubleFunction<Sample> number) {
    return Spread.of(own.stream().map(number::applyAsDouble).toList());
  }
}
