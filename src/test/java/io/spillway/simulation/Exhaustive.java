package io.spillway.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All histories of a scenario in which something happens to one request of its first export: its
 * process ends or is frozen, or an answer is lost, late or another. The second export follows; a
 * frozen process goes on at some request of the second.
 */
final class Exhaustive {
  static final List<Fault> ENDS =
      List.of(Fault.DIES_BEFORE, Fault.DIES_AFTER, Fault.DIES_HALFWAY, Fault.DIES_AND_ARRIVES_LATE);

  static final List<Fault> ANSWERS =
      List.of(
          Fault.LOSES_REQUEST,
          Fault.LOSES_ANSWER,
          Fault.ARRIVES_LATE,
          Fault.SLOWS_DOWN,
          Fault.REFUSES,
          Fault.UNREACHABLE,
          Fault.DENIES,
          Fault.FINDS_NOTHING,
          Fault.FINDS_ANOTHER);

  static final List<Fault> FREEZES =
      List.of(Fault.SUSPENDED, Fault.STOPPED, Fault.STOPPED_UNDER_WAY);

  /** About how many requests an export sends that waits for a frozen one. */
  private static final int MOST_REQUESTS = 80;

  private final Scenario scenario;
  private final AtomicLong played = new AtomicLong();

  Exhaustive(Scenario scenario) {
    this.scenario = scenario;
  }

  /** How many histories were played. */
  long played() {
    return played.get();
  }

  /**
   * Each of these faults at each request of the first export, or at some of them.
   *
   * @param every 1 for all, 2 for every other one, and so on
   * @param seed says which
   */
  Exhaustive play(List<Fault> faults, int every, long seed, int threads) {
    List<Act> firsts = new ArrayList<>();
    int chosen = Math.floorMod(seed, every);
    for (Act act : firsts(faults)) {
      if (chosen++ % every == 0) {
        firsts.add(act);
      }
    }
    Parallel.run(
        threads,
        (part, parts) -> {
          World.Moment start = scenario.start(1);
          for (int number = part; number < firsts.size(); number += parts) {
            play(start, List.of(firsts.get(number)));
          }
        });
    return this;
  }

  /**
   * The first export freezes at a request, and goes on at a request of the second.
   *
   * @param every 1 for all, 2 for every other one, and so on
   * @param seed says which
   */
  Exhaustive freezing(int every, long seed, int threads) {
    List<Act> firsts = firsts(FREEZES);
    Parallel.run(
        threads,
        (part, parts) -> {
          World.Moment start = scenario.start(1);
          int next = Math.floorMod(seed, every);
          for (int at = part; at < firsts.size(); at += parts) {
            int most = every > 1 ? MOST_REQUESTS : requests(start, firsts.get(at));
            for (; next <= most; next += every) {
              play(start, List.of(firsts.get(at), Act.of(scenario.second()).thawing(next)));
            }
            next -= most + 1;
          }
        });
    return this;
  }

  private List<Act> firsts(List<Fault> faults) {
    int requests;
    try (World world = new World(scenario.start(1))) {
      requests = world.run(Act.of(scenario.first())).requests();
    }
    List<Act> acts = new ArrayList<>();
    for (int at = 0; at < requests; at++) {
      for (Fault fault : faults) {
        acts.add(Act.of(scenario.first()).with(at, fault));
      }
    }
    return acts;
  }

  /** How many requests the second export sends while the first is frozen. */
  private int requests(World.Moment start, Act first) {
    History history = new History(scenario.name(), 1, List.of(first, Act.of(scenario.second())));
    try (World world = history.world(start)) {
      return History.play(world, history.acts()).get(1).requests();
    } catch (Violation e) {
      throw new Broken(history, e);
    }
  }

  private void play(World.Moment start, List<Act> acts) {
    History history = new History(scenario.name(), 1, acts);
    try (World world = history.world(start)) {
      History.play(history, world);
      played.incrementAndGet();
    } catch (Violation e) {
      throw new Broken(history, e);
    }
  }
}
