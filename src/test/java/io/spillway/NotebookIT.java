package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.Probes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a library, on a Spark that has its own ideas of serialization. */
class NotebookIT {
  private static final int OBJECTS = 120;
  private static final String[] KRYO_NEEDS = {
    "java.io", "java.lang", "java.lang.invoke", "java.net", "java.nio", "java.util"
  };

  @TempDir Path temp;

  @Test
  void shouldExportInTheRoundsOfAFilterWhateverSparkSerializesWith() throws Exception {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options().ranges(40, 20))) {
      // Given
      Branch main = sandbox.createRepository("example").branch("main");
      for (int i = 0; i < OBJECTS; i++) {
        main.put("k/" + i, ("content " + i).getBytes(StandardCharsets.UTF_8));
      }
      main.commit("m");
      Folder out = new Folder(temp.resolve("out"));

      // When
      Cli.Ended ended =
          Cli.local()
              .with(sandbox)
              .with("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
              .opening(KRYO_NEEDS)
              .starting(
                  NotebookProbe.class.getName(),
                  Probes.alone(temp, NotebookProbe.class, NotebookProbe.SevensLast.class))
              .run("example", out.uri());

      // Then
      assertThat(ended.exitCode()).as(ended.errors()).isZero();
      assertThat(ended.output())
          .startsWith("org.apache.spark.serializer.KryoSerializer true " + OBJECTS + " ")
          .endsWith("_SUCCESS\n");
      assertThat(out.objects()).hasSize(OBJECTS);
      assertThat(new String(out.objects().get("k/77"), StandardCharsets.UTF_8))
          .isEqualTo("content 77");
      shouldHaveReadSevensLast(sandbox);
    }
  }

  private static void shouldHaveReadSevensLast(Sandbox sandbox) {
    List<Boolean> sevens =
        sandbox.requests().stream()
            .filter(request -> request.path().endsWith("/objects"))
            .filter(request -> request.method().equals("GET"))
            .map(request -> request.query().matches(".*path=k(/|%2F)\\d*7\\d*(&.*)?"))
            .toList();
    assertThat(sevens).hasSize(OBJECTS);
    assertThat(sevens).isSorted();
    assertThat(sevens).contains(true, false);
  }
}
