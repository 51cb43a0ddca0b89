package io.spillway.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All histories of a scenario in which the first export crashes before or after any of its
 * requests, the second before or after any of its own, and others run to their end.
 *
 * <p>A process that crashes leaves what the stores hold at that moment. One run of an export
 * therefore passes all moments at which it can crash, and crashes between two changes leave the
 * same: each such state is continued once, and counts for all crashes that leave it. {@link
 * Exhaustive} ends the processes themselves.
 */
final class Crashes {
  private final Scenario scenario;
  private final AtomicLong played = new AtomicLong();
  private final AtomicLong states = new AtomicLong();
  private final double share;
  private final long seed;

  /**
   * What a crash leaves.
   *
   * @param after the number of the last request that was done
   * @param points how many crashes leave it
   */
  private record Left(World.Moment moment, int after, int points) {}

  /**
   * The crashes of a scenario.
   *
   * @param share how many of the states that two crashes leave are continued, from 0 to 1
   * @param seed says which
   */
  Crashes(Scenario scenario, double share, long seed) {
    this.scenario = scenario;
    this.share = share;
    this.seed = seed;
  }

  /** How many histories were played. */
  long played() {
    return played.get();
  }

  /** How many states were continued to the end. */
  long states() {
    return states.get();
  }

  /** Plays those in which only the first export crashes, on some threads. */
  Crashes once(int threads) {
    Parallel.run(
        threads,
        (part, parts) ->
            each(
                part,
                parts,
                (first, history, own) -> {
                  finish(first.moment(), history);
                  count(first.points());
                }));
    return this;
  }

  /** Plays those in which two exports crash, on some threads. */
  Crashes twice(int threads) {
    Parallel.run(threads, (part, parts) -> each(part, parts, this::again));
    return this;
  }

  private interface Continuing {
    void run(Left first, History history, SplittableRandom own);
  }

  private void each(int part, int parts, Continuing continuing) {
    World.Moment start = scenario.start(1);
    History none = new History(scenario.name(), 1, List.of());
    List<Left> once = left(start, none, scenario.first());
    SplittableRandom chosen = new SplittableRandom(seed);
    for (int state = 0; state < once.size(); state++) {
      SplittableRandom own = chosen.split();
      if (state % parts == part) {
        continuing.run(once.get(state), none.and(crashed(scenario.first(), once.get(state))), own);
      }
    }
  }

  private void again(Left first, History history, SplittableRandom own) {
    // Where only a few are played, not every state is continued at all.
    if (share < 1 && own.nextDouble() > Math.sqrt(share)) {
      return;
    }
    double some = share < 1 ? Math.sqrt(share) : 1;
    for (Left second : left(first.moment(), history, scenario.second())) {
      if (own.nextDouble() < some) {
        finish(second.moment(), history.and(crashed(scenario.second(), second)));
        count((long) first.points() * second.points());
      }
    }
  }

  private void count(long points) {
    played.addAndGet(points);
    states.incrementAndGet();
  }

  private static Act crashed(Order order, Left left) {
    return left.after() < 0
        ? Act.of(order).with(0, Fault.DIES_BEFORE)
        : Act.of(order).with(left.after(), Fault.DIES_AFTER);
  }

  /** Runs an export, and returns what a crash at each moment leaves. */
  private static List<Left> left(World.Moment start, History history, Order order) {
    try (World world = new World(start)) {
      Collector collector = new Collector(start);
      world.afterEach(collector::add);
      Process process = world.run(Act.of(order));
      if (process.report() == null) {
        throw new Violation("the export failed without a reason: " + process.failure());
      }
      return collector.all();
    } catch (Violation e) {
      throw new Broken(history.and(Act.of(order)), e);
    }
  }

  private static final class Collector {
    private final List<Left> all = new ArrayList<>();
    private final long seed;
    private long changes;
    private int after = -1;
    private int request = -1;
    private int points = 1; // before the first request
    private World.@Nullable Moment last;

    Collector(World.Moment start) {
      this.last = start;
      this.seed = start.seed();
    }

    void add(World world) {
      request++;
      if (world.changes() > changes) {
        changes = world.changes();
        end();
        last = world.moment(seed);
        after = request;
        points = 0;
      }
      points += request == after ? 1 : 2; // after this one, and before it unless it is the first
    }

    private void end() {
      World.Moment moment = last;
      if (moment != null) {
        all.add(new Left(moment, after, points + (after < 0 ? 0 : 1)));
      }
    }

    List<Left> all() {
      end();
      return all;
    }
  }

  private void finish(World.Moment moment, History history) {
    try (World world = new World(moment)) {
      History.finish(world, scenario.second());
    } catch (Violation e) {
      throw new Broken(history, e);
    }
  }
}
