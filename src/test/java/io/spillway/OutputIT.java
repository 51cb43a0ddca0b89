package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.cli.Output;
import io.spillway.cli.SandboxCommand;
import io.spillway.cli.Terminal;
import io.spillway.object.Entry;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.Running;
import io.spillway.testing.Schemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command with {@code --output=json}: one document that its schema allows, and no more. */
class OutputIT {
  private static Sandbox sandbox;
  private static String head;

  @TempDir Path temp;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(Sandbox.options());
    Repo repo = sandbox.createRepository("example");
    Branch main = repo.branch("main");
    main.put("images/größe 1.png", bytes("12345"));
    main.put("images/2.png", bytes("123"));
    main.put("top", bytes("1"));
    main.put("t/_SUCCESS", new byte[0]);
    head = main.commit("all of it");
    Branch broken = repo.createBranch("broken", "main");
    Entry gone = broken.put("gone\nfor good", bytes("soon gone"));
    broken.commit("one of them is gone");
    repo.remove(gone.location(repo.storageNamespace()));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void shouldDocumentAnExport() {
    // When
    Cli.Ended ended = run("example", out().uri(), "--branch=main", "--output=json");

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    JsonNode export = Schemas.valid("export", ended.output());
    assertThat(export.path("success").asBoolean()).isTrue();
    assertThat(export.path("source").asText()).isEqualTo("lakefs://example");
    assertThat(export.path("commitId").asText()).isEqualTo(head);
    assertThat(export.has("since")).isFalse();
    assertThat(export.path("counts").path("objects").asLong()).isEqualTo(4);
    assertThat(export.path("counts").path("bytes").asLong()).isEqualTo(9);
    assertThat(export.path("markerLocation").asText())
        .startsWith(out().uri() + "/EXPORT_" + head)
        .endsWith("_SUCCESS");
    assertThat(export.path("cost").path("driver").path("requests").path("api").asLong())
        .isPositive();
    assertThat(export.path("cost").path("slowestTask").path("step").asText()).startsWith("copy-");
    assertThat(ended.errorLines()).allMatch(line -> line.startsWith("spillway: "));
  }

  @Test
  void shouldDocumentAnExportOfWhatChanged() throws IOException {
    // Given
    run("example", out().uri(), "--branch=main");

    // When
    Cli.Ended ended = run("example", out().uri(), "--branch=main", "--output=json");

    // Then
    JsonNode export = Schemas.valid("export", ended.output());
    assertThat(export.path("since").asText()).isEqualTo(head);
    assertThat(export.path("counts").path("objects").asLong()).isZero();
  }

  @Test
  void shouldDocumentAFailedExportAndTellPeople() {
    // When
    Cli.Ended ended = run("example", out().uri(), "--branch=broken", "--output=json");

    // Then
    assertThat(ended.exitCode()).isEqualTo(1);
    JsonNode export = Schemas.valid("export", ended.output());
    assertThat(export.path("success").asBoolean()).isFalse();
    assertThat(export.path("counts").path("failed").asLong()).isEqualTo(1);
    assertThat(export.at("/failures/0/key").asText()).isEqualTo("gone\nfor good");
    assertThat(export.path("markerLocation").asText()).endsWith("_FAILURE");
    assertThat(ended.errorLines())
        .filteredOn(line -> line.contains(" failed: "))
        .singleElement()
        .asString()
        .startsWith("spillway: Export of lakefs://example/")
        .contains("1 failure, first gone\\u000afor good: ");
  }

  @Test
  void shouldDocumentAPlan() throws IOException {
    // When
    Cli.Ended ended = run("example", out().uri(), "--branch=main", "--dry-run", "--output=json");

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    JsonNode plan = Schemas.valid("plan", ended.output());
    assertThat(plan.path("steps").toString())
        .startsWith(
            """
            [{"step":"copy-1","objects":3,"bytes":9,"skipped":0,"skippedBytes":0,"prefixes":[\
            {"prefix":"","objects":1,"bytes":1},{"prefix":"images/","objects":2,"bytes":8}]},\
            {"step":"copy-2","objects":1,"bytes":0,"skipped":0,"skippedBytes":0,"prefixes":[\
            {"prefix":"t/","objects":1,"bytes":0}]}""");
    assertThat(out().files()).isEmpty();
  }

  @Test
  void shouldDocumentWhyNothingWasDone() {
    // When
    Cli.Ended ended = run("example", out().uri(), "--branch=nope", "--output=json");

    // Then
    assertThat(ended.exitCode()).isEqualTo(2);
    JsonNode error = Schemas.valid("error", ended.output());
    assertThat(error.path("message").asText()).contains("'nope'");
    assertThat(ended.errors()).endsWith("spillway: " + error.path("message").asText() + "\n");
  }

  @Test
  void shouldDocumentTheDemo() throws IOException {
    // Given
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(out, System.err, false).in(Output.JSON);

    // When
    InProcess.demo("lakefs", terminal, out().path());

    // Then
    JsonNode demo = Schemas.valid("demo", printed.toString(StandardCharsets.UTF_8));
    assertThat(demo.path("folder").asText()).isEqualTo(out().path().toString());
    long arrived = 0;
    for (JsonNode group : demo.path("arrived")) {
      arrived += group.path("objects").asLong();
    }
    assertThat(arrived)
        .isEqualTo(out().objects().size())
        .isEqualTo(demo.at("/export/counts/objects").asLong());
  }

  @Test
  void shouldDocumentTheSandboxAsSoonAsItServes() throws Exception {
    // Given
    SandboxCommand command = new SandboxCommand(Optional.empty(), 0);

    // When
    try (Running running = Running.start(Output.JSON, terminal -> command.serve(terminal))) {
      String document = running.until("\n}\n");

      // Then
      JsonNode served = Schemas.valid("sandbox", document);
      assertThat(dryRun(served).exitCode()).isZero();
      assertThat(running.stop()).as("nothing after it").isEmpty();
    }
  }

  private Cli.Ended dryRun(JsonNode served) {
    return InProcess.run(
        Map.of(
            ApiClient.URL, served.path("url").asText(),
            ApiClient.ACCESS_KEY, served.path("accessKey").asText(),
            ApiClient.SECRET_KEY, served.path("secretKey").asText()),
        served.path("repository").asText(),
        out().uri(),
        "--branch=" + served.path("branch").asText(),
        "--dry-run");
  }

  private Folder out() {
    return new Folder(temp.resolve("out"));
  }

  private static Cli.Ended run(String... arguments) {
    return InProcess.run(
        Map.of(
            ApiClient.URL, sandbox.url(),
            ApiClient.ACCESS_KEY, sandbox.accessKey(),
            ApiClient.SECRET_KEY, sandbox.secretKey()),
        arguments);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
