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
      List.of(
          Fault.DIES_BEFORE, Fault.DIES_AFTER, Fault.DIES_HALFWAY, Fault.DIES_AND_ARRIVES_LATE);

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

  private final Scenario scenario;
  private final AtomicLong played = new AtomicLong();

  Exhaustive(Scenario scenario) {
    this.scenario = scenario;
  }

  /** How many histories were played. */
  long played() {
    return played.get();
  }

  /** Each of these faults at each request of the first export. */
  Exhaustive play(List<Fault> faults, int threads) {
    List<Act> firsts = firsts(faults, 1);
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
   * @param every how many requests lie between two of them, for each
   * @param from the first of them
   */
  Exhaustive freezing(int every, int from, int threads) {
    List<Act> firsts = firsts(FREEZES, 1);
    Parallel.run(
        threads,
        (part, parts) -> {
          World.Moment start = scenario.start(1);
          int number = from;
          for (Act first : firsts) {
            int most = requests(start, first, scenario.second());
            for (int thaw = 0; thaw <= most; thaw++) {
              if (++number % every == 0 && number / every % parts == part) {
                play(start, List.of(first, Act.of(scenario.second()).thawing(thaw)));
              }
            }
          }
        });
    return this;
  }

  private List<Act> firsts(List<Fault> faults, int step) {
    int requests;
    try (World world = new World(scenario.start(1))) {
      requests = world.run(Act.of(scenario.first())).requests();
    }
    List<Act> acts = new ArrayList<>();
    for (int at = 0; at < requests; at += step) {
      for (Fault fault : faults) {
        acts.add(Act.of(scenario.first()).with(at, fault));
      }
    }
    return acts;
  }

  /** How many requests the second export sends while the first is frozen. */
  private static int requests(World.Moment start, Act first, Order second) {
    try (World world = new World(start)) {
      return History.play(world, List.of(first, Act.of(second))).get(1).requests();
    }
  }

  private void play(World.Moment start, List<Act> acts) {
    History history = new History(scenario.name(), 1, acts);
    try (World world = new World(start)) {
      History.play(world, acts);
      History.finish(world, scenario.second());
      played.incrementAndGet();
    } catch (Violation e) {
      throw new Broken(history, e);
    }
  }
}
