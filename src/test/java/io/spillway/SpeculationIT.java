package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.Probes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two attempts at one task that copy the same objects at the same time, in two processes. */
class SpeculationIT {
  private static final int OBJECTS = 1_000;

  @TempDir Path temp;

  @Test
  void shouldEndRightAndCountOnceWhenASlowTaskHasADouble() throws Exception {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      // Given
      Branch main = sandbox.createRepository("example").branch("main");
      Map<String, byte[]> committed = new TreeMap<>();
      for (int i = 0; i < OBJECTS; i++) {
        committed.put("k/" + i, ("content " + i).getBytes(StandardCharsets.UTF_8));
      }
      committed.forEach(main::put);
      main.commit("m");
      Folder out = new Folder(temp.resolve("out"));
      Path flag = temp.resolve("double");
      Path work = Files.createDirectories(temp.resolve("work"));

      // When
      Cli.Ended ended =
          Cli.local()
              .with(sandbox)
              .starting(
                  SpeculationProbe.class.getName(),
                  Probes.alone(
                      temp,
                      SpeculationProbe.class,
                      SpeculationProbe.WaitsForItsDouble.class,
                      SpeculationProbe.Doubles.class))
              .withExecutorsLikeThis("spark://set-by-the-probe")
              .with("spark.speculation", "true")
              .with("spark.speculation.interval", "50ms")
              .with("spark.speculation.multiplier", "1")
              .with("spark.speculation.quantile", "0.5")
              .with("spark.speculation.minTaskRuntime", "50ms")
              // Without it a stage of one task has no doubles.
              .with("spark.speculation.task.duration.threshold", "500ms")
              .with("spark.executor.memory", "512m")
              .run("example", out.path().toString(), flag.toString(), work.toString());

      // Then
      assertThat(flag).as("a double ran: " + ended.errors()).exists();
      long bytes = committed.values().stream().mapToLong(content -> content.length).sum();
      assertThat(ended.output())
          .as(ended.errors())
          .startsWith("true " + OBJECTS + " " + bytes + "\n")
          .containsPattern("doubles: [1-9]");
      assertThat(out.objects()).usingRecursiveComparison().isEqualTo(committed);
      assertThat(out.markers()).hasSize(1).first().asString().endsWith("_SUCCESS");
      assertThat(out.files()).noneMatch(file -> file.contains("/tmp/"));
    }
  }
}
