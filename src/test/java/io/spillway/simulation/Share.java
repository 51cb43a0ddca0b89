package io.spillway.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The histories that every build plays: all single crashes of all scenarios, and a part of all
 * others. {@code spillway.simulation.share} is how many times as many.
 */
final class Share {
  /** How many histories every build draws. */
  static final long RANDOM = 1_000;

  /** How many of them planted faults are looked for in. */
  private static final long RANDOM_FOR_FAULTS = 400;

  private final double scale;
  private final long seed;
  private final int threads;
  private final Consumer<String> progress;
  private long played;

  /**
   * Creates a share that has not been played.
   *
   * @param scale 1 for what every build plays
   * @param seed says which
   * @param progress receives a line for each part
   */
  Share(double scale, long seed, int threads, Consumer<String> progress) {
    this.scale = scale;
    this.seed = seed;
    this.threads = threads;
    this.progress = progress;
  }

  static double scale() {
    return Double.parseDouble(System.getProperty("spillway.simulation.share", "1"));
  }

  static int threads() {
    return Math.max(1, Runtime.getRuntime().availableProcessors());
  }

  private record Step(String name, Consumer<Share> play) {}

  /** All parts, those first that find most. */
  private static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (List<String> names : List.of(List.of("diff", "full"), List.of("folder", "mirror"))) {
      for (Scenario scenario : names.stream().map(Scenario::named).toList()) {
        steps.add(step("single crashes", scenario, Share::singleCrashes));
        steps.add(step("frozen processes", scenario, Share::freezes));
        steps.add(step("faults of single requests", scenario, Share::answers));
      }
    }
    steps.add(new Step("random histories", share -> share.random(RANDOM_FOR_FAULTS)));
    for (Scenario scenario : Scenario.ALL) {
      steps.add(step("single crashes", scenario, Share::singleCrashes));
      steps.add(step("faults of single requests", scenario, Share::answers));
      steps.add(step("frozen processes", scenario, Share::freezes));
    }
    return steps.stream().filter(distinct()).toList();
  }

  private static Predicate<Step> distinct() {
    Set<String> seen = new HashSet<>();
    return step -> seen.add(step.name());
  }

  private static Step step(String what, Scenario scenario, BiConsumer<Share, Scenario> play) {
    return new Step(what + " of `" + scenario.name() + "`", share -> play.accept(share, scenario));
  }

  /**
   * Plays the share, and returns what breaks a promise first and after how many histories, for a
   * table.
   */
  static String find(long seed) {
    Share share = new Share(1, seed, threads(), line -> {});
    long before = World.finished();
    for (Step step : steps()) {
      try {
        step.play().accept(share);
      } catch (Broken | Violation | IllegalStateException e) {
        return step.name() + " | " + (World.finished() - before);
      }
    }
    return "not found | " + (World.finished() - before);
  }

  /** How many histories were played. */
  long played() {
    return played;
  }

  /** Every crash of the first export of a scenario. */
  void singleCrashes(Scenario scenario) {
    Crashes crashes = new Crashes(scenario, 1, seed).once(threads);
    count("single crashes of " + scenario.name(), crashes.played());
  }

  /** Some pairs of crashes. */
  void doubleCrashes(Scenario scenario) {
    Crashes crashes = new Crashes(scenario, Math.min(1, scale / 20), seed).twice(threads);
    count("double crashes of " + scenario.name(), crashes.played());
  }

  /** Some ends of real threads, and some answers. */
  void answers(Scenario scenario) {
    for (List<Fault> faults : List.of(Exhaustive.ENDS, Exhaustive.ANSWERS)) {
      Exhaustive some = new Exhaustive(scenario).play(faults, every(12), seed, threads);
      count("faults of single requests of " + scenario.name(), some.played());
    }
  }

  /** Some processes that freeze and go on. */
  void freezes(Scenario scenario) {
    Exhaustive some = new Exhaustive(scenario).freezing(every(600), seed, threads);
    count("frozen processes of " + scenario.name(), some.played());
  }

  /** Histories drawn by chance. */
  void random(long count) {
    RandomHistories some = new RandomHistories(seed, Math.round(count * scale)).play(threads);
    count("random histories from seed " + seed, some.played());
  }

  private int every(int count) {
    return Math.max(1, (int) Math.round(count / scale));
  }

  private void count(String what, long more) {
    played += more;
    progress.accept(more + " " + what);
  }
}
