package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Counters;
import io.spillway.base.KeyGlobs;
import io.spillway.base.SpillwayException;
import io.spillway.demo.DemoReport;
import io.spillway.demo.DemoResult;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.plan.Preview;
import io.spillway.object.plan.Step;
import io.spillway.object.verify.Difference;
import io.spillway.object.verify.Equality;
import io.spillway.object.verify.Verified;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import io.spillway.outcome.Tally;
import io.spillway.report.ActionLines;
import io.spillway.report.ExportReport;
import io.spillway.report.Json;
import io.spillway.report.Results;
import io.spillway.report.VerifyJson;
import io.spillway.report.VerifyReport;
import io.spillway.store.Traffic;
import io.spillway.store.Traffic.Kind;
import io.spillway.testing.Approved;
import io.spillway.testing.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/output.md}: every document, by its schema and by an example that is one.
 */
class OutputPageTest {
  private static final String COMMIT =
      "42167891694b06ee92a14f0ab22241e42eb29836291d31c97bda12cc985132dd";
  private static final String SINCE =
      "a55ffe1d57ccd7a8ae3a1e8d3b1e0a6c26ab6d6d7a7e4b1f8c8a8f2a9b0f6d11";

  private static final String BEGINNING =
      """
      # What commands print for programs

      With `--output=json` a command prints one JSON document on standard output, and nothing else there. Progress, remarks and logs are on
      standard error, as ever. The exit code is the same as without it.

      - Every document has a `type`, and a JSON Schema (draft 2020-12) by that name. New versions may add fields, and rename none.
      - What is not known is absent, never `null`. Times are ISO-8601 in UTC, durations are in milliseconds, sizes in bytes; keys are strings.
      - When something stops a command, it prints a document of the type `error`, and the sentence on standard error too. This holds for wrong
        arguments as well, if `--output=json` is among them.
      - An export that ended without SUCCESS prints its own document, where `success` is `false`; its exit code is 1.
      - A listing (`--list`) is JSON Lines: an object a line, and in the last line the document.
      - `--help` is text in any case.

      Each example is what a test printed.
      """;

  private static final String NOTIFY =
      """

      ## --notify=URL

      When an export has ended, well or not, its record (`export.json`, see [ledger](ledger.md#the-record)) is posted to the URL, as
      `application/json`, with its final state. That happens after the lease was released. Any status from 200 to 299 will do. After 429, 5xx
      and no answer it is tried twice more, with pauses of one second and of three; redirects are not followed. What fails is a warning, and changes
      neither the export's result nor its exit code. Nothing is posted for a dry run, nor for an export that could not begin or lost its lease.

      The record holds no credentials. The URL may hold a token in its path or its query: no log, message or record shows more of it than scheme
      and host, and it is taken out of the command line that Spark shows among its properties. On the machine that runs the command, the list of
      processes does show it, as any argument.
      """;

  /** One kind of document. */
  private record Document(String type, String command, ObjectNode example) {
    Document(String command, ObjectNode example) {
      this(example.path("type").asText(), command, example);
    }

    boolean isLine() {
      return !example.has("type");
    }

    String text() {
      return isLine() ? Json.line(example) : Json.indented(example);
    }
  }

  @Test
  void shouldBeThePageOfDocuments() throws IOException {
    // Given
    StringBuilder page = new StringBuilder(BEGINNING);

    // When
    for (Document document : documents()) {
      Schemas.validAs(document.type(), document.text());
      page.append("\n## ").append(document.type()).append("\n\n");
      page.append(document.command()).append(" Its schema: [").append(document.type());
      page.append(".json](schemas/").append(document.type()).append(".json).\n\n```json\n");
      page.append(document.text()).append("```\n");
    }
    page.append(NOTIFY);

    // Then
    Approved.checkPage(Path.of("docs", "reference", "output.md"), page.toString());
  }

  @Test
  void shouldKnowEachSchemaThatIsThere() throws IOException {
    try (Stream<Path> schemas = Files.list(Schemas.FOLDER)) {
      assertThat(schemas.map(file -> file.getFileName().toString().replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(documents().stream().map(Document::type).toList());
    }
  }

  private static List<Document> documents() throws IOException {
    List<Document> all = new ArrayList<>();
    all.add(
        new Document(
            "`spillway export`, when the export has ended.",
            new Results.OfExport(export()).json()));
    all.add(new Document("`spillway export --dry-run`.", new Results.OfExport(plan()).json()));
    all.add(
        new Document(
            "action",
            "A line of `spillway export --dry-run --list`; the plan comes in the last one.",
            (ObjectNode)
                Schemas.parsed(
                    ActionLines.json(
                        new PlannedAction(Step.Act.COPY, "images/0412.png", 48_213, 1)))));
    all.add(
        new Document(
            "`spillway status`; with `--export-id` the same of one export, with what it cost, what failed and what was known before.",
            (ObjectNode) Schemas.parsed(Approved.read("status.json"))));
    all.add(
        new Document(
            "`spillway verify`; with `--list` in the last line, and without `differences`.",
            VerifyJson.of(verification(), false)));
    all.add(
        new Document(
            "difference",
            "A line of `spillway verify --list`.",
            VerifyJson.of(verification().differences().get(0))));
    all.addAll(
        RowDocuments.all().entrySet().stream()
            .map(one -> new Document(one.getKey(), one.getValue()))
            .toList());
    all.add(
        new Document(
            "`spillway demo`.",
            new DemoReport(
                    export(),
                    new DemoResult(
                        Path.of("/home/ann/spillway-demo"),
                        Map.of("README.md", new Tally(1, 38), "events/", new Tally(247, 1_782_579)),
                        "example",
                        "main"))
                .json()));
    all.add(
        new Document(
            "`spillway sandbox`, as soon as it serves.",
            new Results.OfSandbox(
                    "",
                    "http://127.0.0.1:8000/api/v1",
                    "AKIASANDBOX",
                    "only-for-this-sandbox",
                    "",
                    "example",
                    "main")
                .json()));
    all.add(
        new Document("`spillway --version`.", Json.document("version").put("version", "1.0.0")));
    all.add(
        new Document(
            "Any command that something stops.",
            new Results.OfTrouble(
                    SpillwayException.Kind.BAD_INPUT,
                    "Branch 'mian' of repository 'example' does not exist.")
                .json()));
    return all;
  }

  private static ExportReport export() {
    Traffic tasks =
        Traffic.of(
            Map.of(
                Kind.COPY,
                1_010L,
                Kind.GET,
                12L,
                Kind.RECEIVED,
                2_048L,
                Kind.COPIED,
                375_809_638L,
                Kind.RETRIES,
                2L,
                Kind.THROTTLES,
                2L));
    Traffic driver =
        Traffic.of(Map.of(Kind.LIST, 6L, Kind.API, 5L, Kind.SENT, 500L, Kind.RECEIVED, 900L));
    Cost.Task slowest =
        new Cost.Task(
            "copy-1",
            0,
            2,
            "images/0412.png",
            new Tally(96, 201_326_592),
            Duration.ofMillis(2_917));
    Summary done =
        Summary.NONE
            .with(Count.OBJECTS, 1_010)
            .with(Count.BYTES, 375_809_638)
            .with(Count.SKIPPED, 12)
            .with(Count.SKIPPED_BYTES, 480)
            .with(Count.DELETED, 500)
            .with(Count.LEFTOVERS, 3)
            .with(Count.PROVED_BY_SIZE, 4)
            .plus(Summary.of(new Cost(tasks, driver, 24, Duration.ofMillis(31_200), slowest)));
    return report(
        "20261121T091538.001Z-5f3a9c1e",
        "s3://lake-out/example/EXPORT_" + COMMIT + "_2026-11-21T09:15:42.118Z_SUCCESS",
        done,
        List.of());
  }

  private static VerifyReport verification() {
    Difference missing =
        Difference.missing("images/0413.png", 48_213, "0cc175b9c0f1b6a831c399e269772661");
    return new VerifyReport(
        "lakefs://example",
        "s3://lake-out/example",
        false,
        Duration.ofMillis(2_050),
        new VerifyReport.OfObjects(
            COMMIT,
            KeyGlobs.ALL.including("images/**"),
            new Verified(
                new Counters<>(Map.of(Equality.CHECKSUM, 1_005L, Equality.SIZE, 4L)),
                new Counters<>(Map.of(Difference.Kind.MISSING, 1L)),
                List.of(missing),
                new Counters<>(Map.of(Verified.Content.EQUAL, 375_761_425L)),
                Cost.NONE),
            Map.of()));
  }

  private static ExportReport plan() {
    Preview copies =
        new Preview(
            "copy-1",
            new Tally(3, 9),
            Tally.NONE,
            Map.of("images/", new Tally(2, 8), "", new Tally(1, 1)));
    Preview deletes =
        new Preview("delete-1", new Tally(1, 0), Tally.NONE, Map.of("old/", new Tally(1, 0)));
    return report("", "", Summary.NONE, List.of(copies, deletes));
  }

  private static ExportReport report(
      String exportId, String marker, Summary summary, List<Preview> preview) {
    return new ExportReport(
        "lakefs://example",
        exportId,
        true,
        Duration.ofMillis(4_117),
        marker,
        summary,
        new ExportReport.OfObjects(
            COMMIT,
            Optional.of(SINCE),
            KeyGlobs.ALL.including("images/**").excluding("images/tmp/**"),
            preview));
  }
}
