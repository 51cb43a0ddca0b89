package io.spillway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the simulation itself promises, and the histories that broke a promise once. */
class SimulationTest {
  private static final String PASSES = "No promise was broken.";
  private static Level before = Level.WARN;

  @BeforeAll
  static void silence() {
    before = Quiet.begin();
  }

  @AfterAll
  static void end() {
    Configurator.setRootLevel(before);
  }

  /** A taker that was slow to read the records took a number above that of a running export. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "full 1 0:2=STOPPED_UNDER_WAY 0~25",
        "diff 1 1:2=SUSPENDED 2~31",
        "full 5 0:2=STOPPED 0~25"
      })
  void shouldNotTakeTheLeaseOfARunningExport(String line) {
    assertThat(Replay.play(line)).last().isEqualTo(PASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "full 3 0:20=DIES_AFTER 1:30=LOSES_ANSWER",
        "mirror 2 1um:30=STOPPED 2um~40",
        "folder 6 1:33=DIES_HALFWAY 0+200:21=SLOWS_DOWN 2n!13",
      })
  void shouldHappenAgainBySeed(String line) {
    List<String> once = numbered(Replay.play(line));
    assertThat(once).hasSizeGreaterThan(50).last().isEqualTo(PASSES);
    assertThat(numbered(Replay.play(line))).isEqualTo(once);
    assertThat(History.parse(line)).hasToString(line);
  }

  /** Ids and buckets differ from those of all other worlds in the process. */
  private static List<String> numbered(List<String> trace) {
    return trace.stream()
        .map(line -> line.replaceAll("\\bw\\d+\\b", "w"))
        .map(line -> line.replaceAll("[0-9a-f]{8,16}\\b", "#"))
        .toList();
  }

  @Test
  void shouldDrawTheSameHistoryFromASeed() {
    for (long seed = 0; seed < 200; seed++) {
      History history = RandomHistories.history(seed);
      assertThat(RandomHistories.history(seed)).isEqualTo(history);
      assertThat(History.parse(history.toString())).isEqualTo(history);
    }
  }

  /** {@link Crashes} ends no process: what it takes for a crash must be what a crash leaves. */
  @Test
  void shouldLeaveAtACrashWhatTheStoresHeld() {
    Scenario scenario = Scenario.named("diff");
    World.Moment start = scenario.start(1);
    for (int request : List.of(0, 9, 13, 16, 20, 31)) {
      List<String> left;
      try (World crashed = new World(start)) {
        var unused = crashed.run(Act.of(scenario.first()).with(request, Fault.DIES_AFTER));
        left = keys(crashed);
      }
      assertThat(left).isEqualTo(watched(start, scenario, request));
    }
  }

  private static List<String> watched(World.Moment start, Scenario scenario, int request) {
    List<String> found = new ArrayList<>();
    int[] seen = {0};
    try (World world = new World(start)) {
      world.afterEach(
          step -> {
            if (seen[0]++ == request) {
              found.addAll(keys(step));
            }
          });
      var unused = world.run(Act.of(scenario.first()));
    }
    return found;
  }

  private static List<String> keys(World world) {
    return world.disk(world.setting().bucket()).under("").stream()
        .map(held -> held.text().replaceAll("Z-[0-9a-f]{8}", "Z") + " " + text(held))
        .toList();
  }

  /** The content of data; records and markers name ids, and times by the clock of the machine. */
  private static String text(Disk.Held held) {
    boolean isData = !held.text().contains("_spillway/") && !held.text().contains("/EXPORT_");
    return isData ? new String(held.content(), UTF_8) : "";
  }

  /** Without the rules of the design a history fails, and the shortest one is found. */
  @Test
  void shouldFailWhenAPromiseIsBroken() {
    History history = History.parse("full 1 0 0:3=DIES_AFTER 1");
    World.Moment start = Scenario.named("full").start(1);
    Violation violation = new Violation("to be found again");
    assertThat(Shrinking.shortest(start, history, violation).getMessage())
        .contains("to be found again", "Run it again", history.toString());
    assertThatThrownBy(
            () -> {
              try (World world = new World(start)) {
                world.model().broken("broken", null);
                world.model().rethrow();
              }
            })
        .isInstanceOf(Violation.class);
  }

  @Test
  void shouldFitEachPlantedFault() throws IOException {
    List<PlantedFault> faults = PlantedFault.all();
    assertThat(faults).hasSizeGreaterThanOrEqualTo(30);
    assertThat(faults).extracting(PlantedFault::name).doesNotHaveDuplicates();
    for (PlantedFault fault : faults) {
      assertThat(fault.changes()).as(fault.name()).isNotEmpty();
      assertThatCode(fault::planted).as(fault.name()).doesNotThrowAnyException();
    }
  }
}
