package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Version;
import io.spillway.testing.Cli;
import io.spillway.testing.Schemas;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed where, of command lines that need no Spark. */
class OutputTest {

  @Test
  void shouldTellTheVersionToPrograms() {
    // When
    Cli.Ended ended = run("--version", "--output=json");

    // Then
    assertThat(ended.exitCode()).isZero();
    assertThat(Schemas.valid("version", ended.output()).path("version").asText())
        .isEqualTo(Version.text());
    assertThat(ended.errors()).isEmpty();
  }

  @Test
  void shouldTellTheVersionToPeople() {
    // When
    Cli.Ended ended = run("--version");

    // Then
    assertThat(ended.output()).isEqualTo("spillway " + Version.text() + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r s3://b/p --output=json",
        "r s3://b/p --branch=main --brunch=main --output json",
        "r not-a-place --output=json --branch=main",
        "demo now --output=json",
        "sandbox --port=99999 --output=json",
      })
  void shouldTellBadInputToProgramsAndToPeople(String line) {
    // When
    Cli.Ended ended = run(line.split(" "));

    // Then
    assertThat(ended.exitCode()).isEqualTo(2);
    JsonNode error = Schemas.valid("error", ended.output());
    assertThat(error.path("exitCode").asInt()).isEqualTo(2);
    assertThat(error.path("kind").asText()).isEqualTo("bad-input");
    assertThat(ended.errorLines()).containsExactly("spillway: " + error.path("message").asText());
  }

  @Test
  void shouldPrintAnErrorInOneLineWhereAListingWasAskedFor() {
    // When
    Cli.Ended ended = run("r", "s3://b/p", "--list", "--output=json");

    // Then
    assertThat(ended.output().lines()).hasSize(1);
    Schemas.valid("error", ended.output());
  }

  @Test
  void shouldPrintNothingForPeopleWhenAnArgumentIsWrong() {
    // When
    Cli.Ended ended = run("r", "s3://b/p", "--output=yaml");

    // Then
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors())
        .startsWith("spillway: --output is 'yaml': give text or json.")
        .hasLineCount(1);
  }

  @Test
  void shouldFindWhatTheSchemasForbid() {
    // Given
    ObjectNode document = (ObjectNode) Schemas.parsed(run("--version", "--output=json").output());

    // Then
    assertThat(Schemas.complaints(document)).isEmpty();
    assertThat(Schemas.complaints(document.deepCopy().put("more", 1))).isNotEmpty();
    assertThat(Schemas.complaints(document.deepCopy().put("version", 1))).isNotEmpty();
    assertThat(Schemas.complaints(document.deepCopy().without("version"))).isNotEmpty();
  }

  private static Cli.Ended run(String... arguments) {
    return InProcess.run(Map.of(), arguments);
  }
}
