package io.spillway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks run, so that whoever needs a number need not repair them first. */
class BenchIT {
  private static final int OBJECTS = 20;

  @TempDir Path temp;

  @Test
  void shouldRaceSpillwayAgainstTheFloor() throws Exception {
    try (Lake lake = Lake.small(OBJECTS)) {
      // When
      race(lake, List.of(new Self(lake.login()), new Floor()));

      // Then
      List<String> csv = Files.readAllLines(temp.resolve("report.csv"), StandardCharsets.UTF_8);
      assertThat(csv).hasSize(3);
      assertThat(csv.get(1)).startsWith("tiny,\"spillway\",1,");
      assertThat(csv.get(2)).startsWith("tiny,\"floor: SDK, 64 threads\",1,");
      assertThat(Files.readString(temp.resolve("report.md"), StandardCharsets.UTF_8))
          .contains("| 1.000 | copy " + OBJECTS + " |")
          .contains(", copy " + OBJECTS + " |");
    }
  }

  @Test
  void shouldLetNobodyWinWhoLeavesSomethingOut() throws Exception {
    try (Lake lake = Lake.small(OBJECTS)) {
      // When
      Report report = race(lake, List.of(new Idler()));

      // Then
      assertThat(report.hasNotes()).isTrue();
      assertThat(Files.readString(temp.resolve("report.md"), StandardCharsets.UTF_8))
          .contains("idler failed: ")
          .contains(" has not arrived");
    }
  }

  private Report race(Lake lake, List<Contender> contenders)
      throws IOException, InterruptedException {
    Report report = new Report(temp, "A tiny race");
    Path scratch = Files.createDirectories(temp.resolve("scratch"));
    new Race("tiny", lake.full(), lake.server(), lake.server(), false, report, scratch)
        .run(contenders, 1);
    return report;
  }

  /** Ends well and does nothing. */
  private static final class Idler implements Contender {
    @Override
    public String name() {
      return "idler";
    }

    @Override
    public boolean isFloor() {
      return true;
    }

    @Override
    public boolean can(Work work, Aim aim) {
      return true;
    }

    @Override
    public Child.Command command(Work work, Aim aim, Path files) {
      return new Child.Command(List.of(Java.executable(), "-version"), java.util.Map.of());
    }

    @Override
    public Optional<Child.Command> before(Work work, Aim aim, Path files) {
      return Optional.empty();
    }
  }
}
