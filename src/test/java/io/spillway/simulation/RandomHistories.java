package io.spillway.simulation;

import io.spillway.simulation.Order.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Histories drawn by chance: up to ten exports of up to six commits, up to three of them at once,
 * with all that {@link Fault} names, other orders, and damage to the ledger in between.
 */
final class RandomHistories {
  private static final List<String> SETTINGS = List.of("full", "diff", "mirror", "parts", "folder");
  private static final Fault[] FAULTS = Fault.values();
  private static final int REQUESTS = 90;

  private final long seed;
  private final long count;
  private final AtomicLong played = new AtomicLong();

  /**
   * Histories of some seeds.
   *
   * @param seed the first
   */
  RandomHistories(long seed, long count) {
    this.seed = seed;
    this.count = count;
  }

  /** How many were played. */
  long played() {
    return played.get();
  }

  /**
   * Plays them on some threads.
   *
   * @throws Broken if one breaks a promise, with the shortest history found that does
   */
  RandomHistories play(int threads) {
    Parallel.run(
        threads,
        (part, parts) -> {
          Map<String, World.Moment> starts = new HashMap<>();
          for (long number = part; number < count; number += parts) {
            History history = history(seed + number);
            World.Moment start =
                starts.computeIfAbsent(history.setting(), name -> Scenario.named(name).start(1));
            play(start, history);
            played.incrementAndGet();
          }
        });
    return this;
  }

  private static void play(World.Moment start, History history) {
    try (World world = history.world(start)) {
      History.play(history, world);
    } catch (Violation e) {
      throw Shrinking.shortest(start, history, e);
    }
  }

  /** The history of a seed. */
  static History history(long seed) {
    RandomGenerator random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
    String setting = SETTINGS.get(random.nextInt(SETTINGS.size()));
    int commits = Scenario.named(setting).setting().commits().size();
    boolean filters = random.nextInt(12) == 0;
    List<Act> acts = new ArrayList<>();
    int exports = 1 + random.nextInt(random.nextInt(4) == 0 ? 10 : 4);
    int atOnce = 1;
    for (int number = 0; number < exports; number++) {
      Act act = Act.of(order(random, commits, setting, filters));
      for (int faults = random.nextInt(3); faults > 0; faults--) {
        act = act.with(random.nextInt(REQUESTS), FAULTS[1 + random.nextInt(FAULTS.length - 1)]);
      }
      if (number > 0 && atOnce < 3 && random.nextInt(4) == 0) {
        act = act.after(random.nextInt(random.nextBoolean() ? 3_000 : 60_000));
        atOnce++;
      } else {
        atOnce = 1;
      }
      act = random.nextInt(6) == 0 ? act.thawing(random.nextInt(REQUESTS)) : act;
      act = number > 0 && random.nextInt(10) == 0 ? act.damaging(random.nextInt(1_000)) : act;
      acts.add(act);
    }
    return new History(setting, seed, acts);
  }

  private static Order order(RandomGenerator random, int commits, String setting, boolean filters) {
    Order order = Order.of(random.nextInt(commits));
    int way = random.nextInt(8);
    order = way == 0 ? order.in(Mode.NO_RESUME) : way < 3 ? order.in(Mode.UNSAID) : order;
    order = setting.equals("mirror") && way > 2 ? order.in(Mode.UNSAID).mirroring() : order;
    order = random.nextInt(10) == 0 ? order.impatient() : order;
    order = random.nextInt(15) == 0 ? order.forcing() : order;
    order = random.nextInt(6) == 0 ? order.keeping(Order.FEW) : order;
    order = filters && random.nextInt(3) == 0 ? order.only(Order.SOME) : order;
    return random.nextInt(40) == 0 ? order.withLedger("some/ledger") : order;
  }
}
