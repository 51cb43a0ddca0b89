package io.spillway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.InProcess;
import io.spillway.cli.Output;
import io.spillway.cli.Terminal;
import io.spillway.testing.Folder;
import io.spillway.testing.Schemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spillway demo postgres}. */
class PostgresDemoIT {
  @TempDir Path temp;

  @Test
  void shouldShowAWholeShopInAFewFiles() throws IOException {
    // When
    String text = run(Output.TEXT);

    // Then
    assertThat(text)
        .startsWith("Exported postgresql://127.0.0.1:")
        .containsPattern("public.customers +- +20,000 +\\S+ MiB +1 ")
        .containsPattern("public.products +- +2,000 +\\S+ .iB +1 ")
        .containsPattern("sales.orders +2,000 +200,000 +\\S+ MiB +1 ")
        .containsPattern("(?m)^  1 +r\\d\\d +\\d+ +paid +2024-01-01 \\S+ +\\d+\\.\\d\\d +\\[gift]$")
        .contains("postgresql://USER@HOST:5432/DATABASE s3://BUCKET/PREFIX/");
    assertThat(dataFiles()).hasSize(3);
    assertThat(markers()).singleElement().asString().endsWith("_SUCCESS");
  }

  @Test
  void shouldDocumentItself() throws IOException {
    // When
    JsonNode demo = Schemas.valid("demo", run(Output.JSON));

    // Then
    assertThat(demo.at("/export/type").asText()).isEqualTo("row-export");
    assertThat(Path.of(demo.path("folder").asText())).isDirectory();
    long rows = 0;
    long bytes = 0;
    for (JsonNode table : demo.path("arrived")) {
      rows += table.path("rows").asLong();
      bytes += table.path("bytes").asLong();
      assertThat(table.path("sourceBytes").asLong()).isPositive();
    }
    assertThat(rows).isEqualTo(222_000).isEqualTo(demo.at("/export/counts/rows").asLong());
    assertThat(bytes)
        .isEqualTo(dataFiles().stream().mapToLong(file -> file.toFile().length()).sum());
  }

  private String run(Output output) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(out, System.err, false).in(output);
    InProcess.demo("postgres", terminal, folder().path());
    return printed.toString(StandardCharsets.UTF_8);
  }

  private Folder folder() {
    return new Folder(temp.resolve("spillway-demo-postgres"));
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder().path())) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  private List<String> markers() throws IOException {
    try (Stream<Path> files = Files.list(folder().path())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("EXPORT_"))
          .toList();
    }
  }
}
