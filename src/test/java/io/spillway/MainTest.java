package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.SpillwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private record Ended(int exitCode, String output, String errors) {}

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "11", "16"})
  void shouldTellAnOlderJavaInOneSentence(String version) throws Exception {
    // When
    Ended ended = run(OtherJava.class.getName(), version);

    // Then
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors().strip())
        .isEqualTo(
            "Spillway needs Java 17 or 21, and this is Java "
                + version
                + ": set JAVA_HOME to one of them.");
  }

  @Test
  void shouldTellThatThePropertiesFileCannotBeRead() throws Exception {
    // When
    Ended ended = run("-Dspillway.properties-file=/no such/file", Main.class.getName());

    // Then
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.errors().strip())
        .isEqualTo(
            "Cannot read the properties file /no such/file: give the path of a readable file.");
  }

  /** The JVM sets this property itself, whatever its command line says. */
  static final class OtherJava {
    public static void main(String[] args) throws Exception {
      System.setProperty("java.specification.version", args[0]);
      Main.main(new String[] {"--help"});
    }
  }

  private static Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output, errors);
  }

  @Test
  void shouldSayInOneSentenceWhySparkDoesNotStart() {
    SpillwayException memory =
        ThisProcess.notStarted(
            new IllegalArgumentException(
                "System memory 268435456 must be at least 471859200. Please increase heap size"));
    SpillwayException log =
        ThisProcess.notStarted(
            new java.io.FileNotFoundException("File file:/none does not exist\nmore"));

    assertThat(memory.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT);
    assertThat(memory).hasMessageContaining("450 MiB").hasMessageContaining("--driver-memory=1g");
    assertThat(log)
        .hasMessageContaining("Spark does not start: ")
        .hasMessageContaining("/none")
        .hasMessageNotContaining("\n");
  }
}
