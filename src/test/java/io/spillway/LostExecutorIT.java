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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executors that are processes of their own, one of which dies; Spark may run tasks twice. */
class LostExecutorIT {
  private static final int OBJECTS = 1_000;

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void shouldEndRightAndCountOnceWhenAnExecutorIsLost(String speculation) throws Exception {
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
      Path death = temp.resolve("death");

      // When
      Cli.Ended ended =
          Cli.local()
              .with(sandbox)
              .starting(
                  LostExecutorProbe.class.getName(),
                  Probes.alone(temp, LostExecutorProbe.class, LostExecutorProbe.DiesOnce.class))
              .withExecutorsLikeThis("local-cluster[2,1,1024]")
              .with("spark.speculation", speculation)
              .run("example", out.path().toString(), death.toString());

      // Then
      assertThat(death).as("an executor died: " + ended.errors()).exists();
      long bytes = committed.values().stream().mapToLong(content -> content.length).sum();
      assertThat(ended.output())
          .as(ended.errors())
          .isEqualTo("true " + OBJECTS + " " + bytes + "\n");
      assertThat(out.objects()).usingRecursiveComparison().isEqualTo(committed);
      assertThat(out.files()).noneMatch(file -> file.contains("/tmp/"));
      assertThat(Files.readString(out.path().resolve("_spillway/lease/00000001.beat")))
          .as("nobody can tell whether that executor has stopped: the lease is left to run out")
          .contains("\"exportId\"")
          .containsPattern("\"released\"\\s*:\\s*false");
    }
  }
}
