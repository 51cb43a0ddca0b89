package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.Webhook;
import io.spillway.testing.HookServer;
import io.spillway.testing.Logged;
import io.spillway.testing.Schemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever wants to know is told how an export ended, with its record as it stands. */
class NotifyIT extends RepeatedExports {
  private static final String PATH = "/hook?token=canary-hook-4711";

  @Test
  void shouldPostTheRecordOfASuccessAsItStands() throws IOException {
    // Given
    putMany(3);
    main.commit("first");
    try (HookServer server = HookServer.answering(500, 200);
        Logged logged = new Logged()) {
      // When
      ExportReport report = exporter(telling(server)).exportAllFromBranch("main");

      // Then
      assertThat(server.posted()).hasSize(2);
      assertThat(server.posted().get(1).body()).isEqualTo(record(report));
      JsonNode told = Schemas.parsed(server.posted().get(1).body());
      assertThat(told.path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(told.at("/counts/objects").asLong()).isEqualTo(3);
      assertThat(record(report)).doesNotContain("canary", "127.0.0.1:");
      assertThat(logged.lines()).noneMatch(line -> line.contains("canary"));
    }
  }

  @Test
  void shouldPostTheRecordOfAFailure() throws IOException {
    // Given
    putMany(3);
    Entry gone = put("gone", "x");
    main.commit("first");
    lose(gone);
    try (HookServer server = HookServer.answering(200)) {
      // When
      ExportFailedException failure =
          failure(() -> exporter(telling(server)).exportAllFromBranch("main"));

      // Then
      assertThat(server.posted()).hasSize(1);
      assertThat(server.posted().get(0).body()).isEqualTo(record(failure.report()));
      JsonNode told = Schemas.parsed(server.posted().get(0).body());
      assertThat(told.path("state").asText()).isEqualTo("FAILED");
      assertThat(told.at("/failures/0/key").asText()).isEqualTo("gone");
    }
  }

  @Test
  void shouldGiveTheLeaseBackBeforeItTells() throws IOException {
    // Given
    putMany(3);
    main.commit("first");
    try (HookServer server = HookServer.answering(404);
        Logged logged = new Logged()) {
      List<String> beats = new ArrayList<>();
      server.looking(() -> beats.add(out.text("_spillway/lease/00000001.beat")));

      // When
      ExportReport report = exporter(telling(server)).exportAllFromBranch("main");

      // Then
      assertThat(beats).singleElement().asString().contains("\"released\":true");
      assertThat(report.success()).isTrue();
      assertThat(logged.warnings())
          .contains(
              "The end of the export could not be posted to "
                  + server.url("")
                  + ": it answered with status 404.");
      assertThat(logged.lines()).noneMatch(line -> line.contains("canary"));
    }
  }

  @Test
  void shouldTellNothingOfADryRun() throws IOException {
    // Given
    putMany(3);
    main.commit("first");
    try (HookServer server = HookServer.answering(200)) {
      // When
      exporter(telling(server).with(Conduct.DEFAULT.dryRun())).exportAllFromBranch("main");

      // Then
      assertThat(server.posted()).isEmpty();
    }
  }

  private static ExportOptions telling(HookServer server) {
    return ExportOptions.DEFAULT.with(Webhook.parse(server.url(PATH)));
  }

  private String record(ExportReport report) {
    return out.text("_spillway/exports/" + report.exportId() + "/export.json");
  }
}
