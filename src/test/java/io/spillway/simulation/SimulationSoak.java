package io.spillway.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * All histories of {@link SimulationIT}, not a part of them, and how many a second: {@code ./mvnw
 * verify -Dit.test=SimulationSoak}. {@code -Dspillway.soak.scenarios=full,diff} plays only those,
 * {@code -Dspillway.soak.random} says how many are drawn by chance.
 */
class SimulationSoak {
  private static final int THREADS = Share.threads();
  private static final List<String> NAMES =
      List.of(System.getProperty("spillway.soak.scenarios", "full,diff").split(","));

  private static Level before = Level.WARN;

  @BeforeAll
  static void silence() {
    before = Quiet.begin();
  }

  @AfterAll
  static void end() {
    Configurator.setRootLevel(before);
  }

  private static void measure(String what, LongSupplier histories) {
    long begun = System.nanoTime();
    long played = histories.getAsLong();
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: %,d histories in %.0f s, %.0f a second",
            what,
            played,
            seconds,
            played / seconds));
  }

  private static List<Scenario> scenarios() {
    return NAMES.stream().map(Scenario::named).toList();
  }

  @Test
  void shouldEqualTheCommitAfterAnyTwoCrashes() {
    for (Scenario scenario : scenarios()) {
      Crashes crashes = new Crashes(scenario, 1, 1);
      measure("two crashes, " + scenario.name(), () -> crashes.twice(THREADS).played());
      System.out.println("they leave " + crashes.states() + " states");
    }
  }

  @Test
  void shouldEndRightWhateverHappensToARequest() {
    for (Scenario scenario : scenarios()) {
      for (List<Fault> faults : Arrays.asList(Exhaustive.ENDS, Exhaustive.ANSWERS)) {
        measure(
            "one fault, " + scenario.name(),
            () -> new Exhaustive(scenario).play(faults, 1, 0, THREADS).played());
      }
    }
  }

  @Test
  void shouldKeepFrozenProcessesFromWriting() {
    for (Scenario scenario : scenarios()) {
      measure(
          "frozen processes, " + scenario.name(),
          () -> new Exhaustive(scenario).freezing(1, 0, THREADS).played());
    }
  }

  @Test
  void shouldKeepAllPromisesInHistoriesDrawnByChance() {
    long seed = ThreadLocalRandom.current().nextLong(1_000_000_000);
    long count = Long.getLong("spillway.soak.random", 10_000);
    measure(
        "by chance from seed " + seed,
        () -> new RandomHistories(seed, count).play(THREADS).played());
  }
}
