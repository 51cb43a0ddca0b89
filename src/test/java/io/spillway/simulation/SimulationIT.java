package io.spillway.simulation;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real lifecycle in a simulation: the part of its histories that every build plays. {@code
 * -Dspillway.simulation.share=10} plays ten times as many, {@code -Dspillway.simulation.seed} those
 * of an earlier build. A failure prints the line that {@link Replay} runs again.
 */
class SimulationIT {
  private static final long SEED = Long.getLong("spillway.simulation.seed", 838_515_134);

  private static Level before = Level.WARN;

  private final Share share = new Share(Share.scale(), SEED, Share.threads(), System.out::println);

  @BeforeAll
  static void silence() {
    System.out.println("spillway.simulation.seed=" + SEED);
    before = Quiet.begin();
  }

  @AfterAll
  static void end() {
    Configurator.setRootLevel(before);
  }

  static java.util.List<String> scenarios() {
    return Scenario.ALL.stream().map(Scenario::name).toList();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void shouldEqualTheCommitAfterEveryCrash(String scenario) {
    share.singleCrashes(Scenario.named(scenario));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void shouldEqualTheCommitAfterTwoCrashes(String scenario) {
    share.doubleCrashes(Scenario.named(scenario));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void shouldEndRightWhateverAStoreAnswers(String scenario) {
    share.answers(Scenario.named(scenario));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void shouldKeepFrozenProcessesFromWriting(String scenario) {
    share.freezes(Scenario.named(scenario));
  }

  @EnabledIfSystemProperty(
      named = "spillway.simulation.seed",
      matches = "\\d+",
      disabledReason = "some histories still break a promise; see docs/reference/guarantees.md")
  @Test
  void shouldKeepAllPromisesInHistoriesDrawnByChance() {
    share.random(Share.RANDOM);
  }
}
