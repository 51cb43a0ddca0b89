package io.spillway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.KeyGlobs;
import io.spillway.base.SpillwayException;
import io.spillway.object.plan.Preview;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Imports;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import io.spillway.outcome.Tally;
import io.spillway.report.ExportReport;
import io.spillway.store.Traffic;
import io.spillway.store.Traffic.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final Duration TIME = Duration.ofMillis(3_100);
  private static final String MARKER = "s3a://b/p/EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          false);

  @Test
  void shouldTellOfAFullExport() {
    // When
    terminal.report(exported(Optional.empty(), copied(10_021, 375_809_638)));

    // Then
    assertThat(printed())
        .isEqualTo(
            """
            Exported lakefs://example/c1
              objects   10,021
              bytes     358.4 MiB
              time      3.1 s
              marker    s3a://b/p/EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS
            """);
    assertThat(err.size()).isZero();
  }

  @Test
  void shouldShowNoDirectionOfWritingThatANameChooses() {
    // Given
    String key = "invoice\u202efdp.exe";
    SpillwayException trouble =
        new SpillwayException(SpillwayException.Kind.FAILED, "Cannot read " + key + ".");
    Summary done = copied(1, 1).plus(Summary.remarking(Map.of("objects from " + key, key)));

    // When
    terminal.trouble(trouble, false);
    terminal.report(exported(Optional.empty(), done));

    // Then
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("invoice\\u202efdp.exe");
    assertThat(printed()).contains("invoice\\u202efdp.exe").doesNotContain("\u202e");
  }

  @Test
  void shouldTellOfWhatLiesOutsideTheRepositorysStorage() {
    // Given
    Imports imports =
        new Imports(
            Map.of(
                "s3://a/", new Tally(1_200, 5),
                "s3://b/", new Tally(1, 5),
                "s3://c/", new Tally(1, 5),
                "s3://d/", new Tally(1, 5)),
            new Tally(2, 2));

    // When
    terminal.report(exported(Optional.empty(), copied(2_000, 9).plus(Summary.of(imports))));

    // Then
    assertThat(printed())
        .contains(
            "  imported  1,205 objects outside the repository's storage: 1,200 from s3://a/, 1 from"
                + " s3://b/, 1 from s3://c/, and from more places\n");
  }

  @Test
  void shouldTellOfADiffWithAllThereIsToSay() {
    // Given
    Summary summary =
        Summary.NONE
            .with(Count.OBJECTS, 1_000)
            .with(Count.BYTES, 2_048)
            .with(Count.SKIPPED, 8_000)
            .with(Count.SKIPPED_BYTES, 3 << 20)
            .with(Count.DELETED, 500)
            .with(Count.LEFTOVERS, 12)
            .with(Count.PROVED_BY_SIZE, 4)
            .with(Count.METADATA_DROPPED, 2)
            .with(Count.METADATA_NOT_KEPT, 3);

    // When
    terminal.report(exported(Optional.of("c0"), summary));

    // Then
    assertThat(printed())
        .isEqualTo(
            """
            Exported lakefs://example/c1 (since c0)
              objects   1,000
              bytes     2.0 KiB
              deleted   500
              skipped   8,000 (3.0 MiB), work that an earlier run had finished
              leftovers 12 objects at the destination that are not in the commit; they stay
              time      3.1 s
              by size   4 proved by size alone, because their checksum does not cover their content
              dropped   2 lost user metadata that the destination cannot hold
              not kept  3 have user metadata, which the destination does not keep
              marker    s3a://b/p/EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS
            """);
  }

  @Test
  void shouldTellWhatItCost() {
    // Given
    Traffic tasks =
        Traffic.of(
            Map.of(
                Kind.COPY,
                10_021L,
                Kind.GET,
                12L,
                Kind.RECEIVED,
                2_048L,
                Kind.COPIED,
                375_809_638L,
                Kind.RETRIES,
                3L,
                Kind.THROTTLES,
                2L));
    Traffic driver = Traffic.of(Map.of(Kind.GET, 2L, Kind.PUT, 9L, Kind.SENT, 500L));
    Cost.Task quick =
        new Cost.Task("copy-1", 3, 5, "z", new Tally(9_509, 300), Duration.ofMillis(900));
    Cost.Task slow =
        new Cost.Task("copy-1", 0, 2, "a/b\nc", new Tally(512, 100), Duration.ofMillis(4_100));
    Cost cost =
        Cost.of(quick, tasks)
            .plus(Cost.of(slow, Traffic.NONE))
            .plus(new Cost(Traffic.NONE, driver, 0, Duration.ZERO, null));
    Summary summary =
        Summary.NONE
            .with(Count.OBJECTS, 10_021)
            .with(Count.BYTES, 375_809_638)
            .with(Count.PROVED_BY_SIZE, 4)
            .plus(Summary.of(cost));

    // When
    terminal.report(exported(Optional.empty(), summary));

    // Then
    assertThat(printed())
        .isEqualTo(
            """
            Exported lakefs://example/c1
              objects   10,021
              bytes     358.4 MiB
              time      3.1 s
              requests  14 get, 9 put, 10,021 copy; 3 retried, 2 throttled
              traffic   358.4 MiB copied inside the store, 2.0 KiB received, 500 bytes sent
              proved    10,017 by checksum, 4 by size
              tasks     2 in 5.0 s of work; the slowest took 4.1 s (copy-1, 512 objects up to a/b\\u000ac)
              by size   4 proved by size alone, because their checksum does not cover their content
              marker    s3a://b/p/EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS
            """);
  }

  @Test
  void shouldFailIfTheOutputCouldNotBeWritten() {
    // Given
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Terminal broken =
        new Terminal(
            new PrintStream(full, true, UTF_8), new PrintStream(errors, true, UTF_8), false);

    // When
    broken.print("a listing");

    // Then
    assertThat(broken.exitCode(0)).isEqualTo(1);
    assertThat(broken.exitCode(3)).isEqualTo(3);
    assertThat(errors.toString(UTF_8)).contains("could not be written");
    assertThat(terminal.exitCode(0)).isZero();
  }

  @Test
  void shouldSayWhereTheOtherFailuresAre() {
    // Given
    Failures failures = Failures.NONE;
    for (int i = 0; i < 13; i++) {
      failures = failures.and(Failures.of("k" + i, "is gone"));
    }

    // When
    terminal.report(exported(Optional.empty(), Summary.of(failures)));

    // Then
    assertThat(printed())
        .contains("  failed    13 failures\n", "… and 3 more: the marker names them\n");
  }

  @Test
  void shouldSayThatThereWasNothingToDo() {
    // When
    terminal.report(exported(Optional.of("c1"), Summary.NONE));

    // Then
    assertThat(printed())
        .isEqualTo(
            """
            Exported lakefs://example/c1 (since c1)
              nothing to do: the destination held all of it already
              time      3.1 s
              marker    s3a://b/p/EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS
            """);
  }

  @Test
  void shouldTellOfLeftoversBesideNothingToDo() {
    terminal.report(exported(Optional.empty(), Summary.NONE.with(Count.LEFTOVERS, 1)));

    assertThat(printed())
        .contains("  nothing to do: the destination held all of it already\n")
        .contains("  leftovers 1 object at the destination that is not in the commit; it stays\n");
  }

  @Test
  void shouldNotCallItNothingToDoWhenWorkWasDoneByAnEarlierRunOrOnlyDeletes() {
    terminal.report(exported(Optional.empty(), skipped(7, 700)));
    terminal.report(exported(Optional.of("c0"), deleted(3)));

    assertThat(printed())
        .doesNotContain("nothing to do")
        .contains("  objects   0\n", "  skipped   7 (700 bytes), work", "  deleted   3\n");
  }

  @Test
  void shouldTellOfAFailureAndNotThatThereWasNothingToDo() {
    // Given
    Summary summary = Summary.of(Failures.of("a/b", "is gone").and(Failures.of("c\nd", "is gone")));

    // When
    terminal.report(
        new ExportReport(
            "lakefs://example",
            "e1",
            false,
            TIME,
            "",
            summary,
            new ExportReport.OfObjects("c1", Optional.of("c0"), KeyGlobs.ALL, List.of())));

    // Then
    assertThat(printed())
        .isEqualTo(
            """
            FAILED to export lakefs://example/c1 (since c0)
              objects   0
              bytes     0 bytes
              time      3.1 s
              failed    2 failures
                a/b: is gone
                c\\u000ad: is gone
              marker    none could be written
            """);
  }

  @Test
  void shouldShowWhatADryRunFoundByStepAndPrefix() {
    // Given
    List<Preview> steps =
        List.of(
            new Preview(
                "copy-1",
                new Tally(1_201, 36_175_884),
                new Tally(300, 4_096),
                Map.of(
                    "images/", new Tally(1_000, 31_457_280),
                    "tables/", new Tally(200, 4_718_592),
                    "", new Tally(1, 12))),
            new Preview("copy-2", new Tally(2, 0), Tally.NONE, Map.of("tables/", new Tally(2, 0))),
            Preview.none("delete-2"),
            new Preview(
                "delete-1",
                new Tally(500, 0),
                new Tally(7, 0),
                Map.of("images/", new Tally(500, 0))));

    // When
    terminal.report(planned(Optional.of("c0"), Summary.NONE, steps));

    // Then
    assertThat(printed())
        .isEqualTo(
            """
            Would export lakefs://example/c1 (since c0)
                                objects     bytes  skipped
              copy round 1        1,201  34.5 MiB      300
                (in no folder)        1  12 bytes
                images/           1,000  30.0 MiB
                tables/             200   4.5 MiB
              copy round 2            2   0 bytes        0
                tables/               2   0 bytes
              delete round 1        500                  7
                images/             500
              time      3.1 s
            Nothing was written: this was a dry run.
            """);
  }

  @Test
  void shouldSayThatADryRunFoundNothingToDo() {
    terminal.report(
        planned(
            Optional.of("c1"),
            Summary.NONE.with(Count.LEFTOVERS, 5),
            List.of(Preview.none("copy-1"))));

    assertThat(printed())
        .isEqualTo(
            """
            Would export lakefs://example/c1 (since c1)
              nothing to do: the destination holds all of it already
              leftovers 5 objects at the destination that are not in the commit; they stay
              time      3.1 s
            Nothing was written: this was a dry run.
            """);
  }

  @Test
  void shouldTellWhatWouldMakeAnExportFail() {
    // Given
    Summary failing = Summary.of(Failures.of("_spillway/x", "is Spillway's own"));

    // When
    terminal.report(
        new ExportReport(
            "lakefs://example",
            "",
            false,
            TIME,
            "",
            failing,
            new ExportReport.OfObjects("c1", Optional.empty(), KeyGlobs.ALL, List.of())));

    // Then
    assertThat(printed())
        .isEqualTo(
            """
            Would FAIL to export lakefs://example/c1
              time      3.1 s
              failed    1 failure
                _spillway/x: is Spillway's own
            Nothing was written: this was a dry run.
            """);
  }

  @Test
  void shouldShowFiftyPrefixesAndSumUpTheOthers() {
    // When
    terminal.report(planned(Optional.empty(), Summary.NONE, List.of(step(prefixes(53)))));

    // Then
    assertThat(printed().lines())
        .hasSize(1 + 1 + 1 + 50 + 1 + 2)
        .contains("    p0000/              1   10 bytes", "    p0049/              1   10 bytes")
        .contains("    … and 3 more        3   30 bytes")
        .noneMatch(line -> line.contains("p0050"));
  }

  @Test
  void shouldShowFiftyPrefixesWithoutMore() {
    terminal.report(planned(Optional.empty(), Summary.NONE, List.of(step(prefixes(50)))));

    assertThat(printed()).contains("    p0049/").doesNotContain("more");
  }

  @Test
  void shouldNotPretendToKnowHowManyPrefixesThereAre() {
    // Given
    Preview step = step(prefixes(Preview.MAX_PREFIXES + 20));

    // When
    terminal.report(planned(Optional.empty(), Summary.NONE, List.of(step)));

    // Then
    assertThat(printed()).contains("    … and at least 951 more      970   9.5 KiB\n");
  }

  @Test
  void shouldKeepTheTableTogetherWhateverPrefixesAreCalled() {
    // Given
    String wide = "w".repeat(60) + "/";
    Map<String, Tally> odd =
        Map.of("a\u001b[2J\n/", new Tally(1, 1), "b/", new Tally(1, 1), wide, new Tally(1, 1));

    // When
    terminal.report(planned(Optional.empty(), Summary.NONE, List.of(step(odd))));

    // Then
    assertThat(printed())
        .contains(
            """
                                   objects    bytes  skipped
              copy round 1               3  3 bytes        0
                a\\u001b[2J\\u000a/        1  1 bytes
                b/                       1  1 bytes
            """)
        .contains("    " + wide + "        1  1 bytes\n");
  }

  private static Preview step(Map<String, Tally> prefixes) {
    Tally all = prefixes.values().stream().reduce(Tally.NONE, Tally::plus);
    return new Preview("copy-1", all, Tally.NONE, prefixes);
  }

  private static Map<String, Tally> prefixes(int count) {
    Map<String, Tally> prefixes = new TreeMap<>();
    IntStream.range(0, count)
        .forEach(i -> prefixes.put(String.format(Locale.ROOT, "p%04d/", i), new Tally(1, 10)));
    return prefixes;
  }

  private static Summary copied(long objects, long bytes) {
    return Summary.NONE.with(Count.OBJECTS, objects).with(Count.BYTES, bytes);
  }

  private static Summary skipped(long objects, long bytes) {
    return Summary.NONE.with(Count.SKIPPED, objects).with(Count.SKIPPED_BYTES, bytes);
  }

  private static Summary deleted(long objects) {
    return Summary.NONE.with(Count.DELETED, objects);
  }

  private static ExportReport exported(Optional<String> since, Summary summary) {
    return new ExportReport(
        "lakefs://example",
        "e1",
        true,
        TIME,
        MARKER,
        summary,
        new ExportReport.OfObjects("c1", since, KeyGlobs.ALL, List.of()));
  }

  private static ExportReport planned(
      Optional<String> since, Summary summary, List<Preview> steps) {
    return new ExportReport(
        "lakefs://example",
        "",
        true,
        TIME,
        "",
        summary,
        new ExportReport.OfObjects("c1", since, KeyGlobs.ALL, steps));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
