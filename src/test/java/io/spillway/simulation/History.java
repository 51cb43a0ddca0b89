package io.spillway.simulation;

import io.spillway.base.SpillwayException;
import io.spillway.report.ExportFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Exports of one destination one after another, or some at once, and what happens to them. After
 * them all, one quiet export makes the destination equal to its commit, and another changes
 * nothing.
 *
 * @param setting the name of a {@link Scenario}, which says where it takes place
 * @param seed decides where nothing else does
 */
record History(String setting, long seed, List<Act> acts) {
  History {
    acts = List.copyOf(acts);
  }

  History and(Act act) {
    List<Act> more = new ArrayList<>(acts);
    more.add(act);
    return new History(setting, seed, more);
  }

  /** The line that runs it again. */
  @Override
  public String toString() {
    return setting
        + " "
        + seed
        + " "
        + acts.stream().map(Act::toString).collect(Collectors.joining(" "));
  }

  static History parse(String line) {
    String[] words = line.strip().split(" ");
    return new History(
        words[0], Long.parseLong(words[1]), Arrays.stream(words).skip(2).map(Act::parse).toList());
  }

  /** The world in which it takes place. */
  World world(World.Moment start) {
    World world = new World(start.seeded(seed));
    int pace = (int) (seed % 4);
    return pace == 1 ? world : world.slow((pace + 1) * 500_000_000L);
  }

  /**
   * Plays the acts, and checks each step.
   *
   * @return the processes
   */
  static List<Process> play(World world, List<Act> acts) {
    List<Process> processes = new ArrayList<>();
    for (Act act : acts) {
      if (act.damage() >= 0) {
        world.damage(act.damage());
      }
      Process process = world.start(act, act.after() < 0 ? 0 : act.after() * 1_000_000L);
      processes.add(process);
      int next = processes.size();
      boolean goesOn = next < acts.size() && acts.get(next).after() >= 0;
      if (!goesOn) {
        world.drive(() -> processes.stream().allMatch(one -> one.hasEnded() || one.isFrozen()));
        requireReason(world, acts, processes);
      }
    }
    processes.forEach(Process::thaw);
    world.drive(() -> processes.stream().allMatch(Process::hasEnded));
    world.settle();
    return processes;
  }

  /** An export to which nothing happens, and that is alone, succeeds. */
  private static void requireReason(World world, List<Act> acts, List<Process> processes) {
    boolean isAlone = processes.stream().allMatch(Process::hasEnded);
    int last = processes.size() - 1;
    Process process = processes.get(last);
    SpillwayException failure = process.failure();
    boolean isQuiet = acts.get(last).isQuiet() && acts.get(last).after() < 0;
    boolean isRefused =
        failure != null
            && failure.kind() == SpillwayException.Kind.REFUSED
            && mayRefuse(world, acts);
    boolean mayFail = isRefused || isBlocked(world, process);
    if (isAlone && isQuiet && failure != null && !mayFail) {
      world.model().broken(process.name() + " failed without a reason: " + failure, failure);
    }
    world.model().rethrow();
  }

  /** Whether an export may refuse to begin: what it is asked for contradicts the ledger. */
  private static boolean mayRefuse(World world, List<Act> acts) {
    return world.isDamaged()
        || acts.stream()
            .map(Act::order)
            .anyMatch(
                order -> !order.waits() || !order.globs().isAll() || order.ledger().isPresent());
  }

  private static boolean isBlocked(World world, Process process) {
    return world.model().mayBeBlocked() && process.failure() instanceof ExportFailedException;
  }

  /** Plays the whole history. */
  static void play(History history, World world) {
    play(world, history.acts());
    finish(world, Scenario.named(history.setting()).second());
  }

  /** Ends a history: after all, the destination can be made equal to a commit. */
  static void finish(World world, Order last) {
    Process quiet = world.run(Act.of(last));
    Model model = world.model();
    if (quiet.failure() != null
        && quiet.failure().kind() == SpillwayException.Kind.REFUSED
        && (world.isDamaged() || model.hasOtherRules(last))) {
      finishByForce(world, last);
      return;
    }
    if (isBlocked(world, quiet)) {
      return;
    }
    if (quiet.report() == null) {
      model.broken("the quiet export failed: " + quiet.failure(), quiet.failure());
    }
    Optional<String> difference = model.difference(last);
    difference.ifPresent(what -> model.broken("after the quiet export " + what, null));
    model.remains().ifPresent(what -> model.broken("after the quiet export " + what, null));
    Process again = again(world, last);
    if (again.conduct.dataChanges > 0 && model.hasTakenOver()) {
      // An export that was taken over from may still have written: its commit counts until the
      // export that begins when its time is over.
      world.sleep(Exporting.LASTS.multipliedBy(2));
      var unused = again(world, last);
      again = again(world, last);
    }
    if (again.conduct.dataChanges > 0) {
      model.broken("one more export changed " + again.conduct.dataChanges + " keys", null);
    }
    model.rethrow();
  }

  /** A ledger that cannot be used is overruled; what no record knows may stay. */
  private static void finishByForce(World world, Order last) {
    Order forced = Order.of(last.commit()).only(last.globs()).forcing().in(Order.Mode.UNSAID);
    Process quiet = world.run(Act.of(forced));
    if (isBlocked(world, quiet)) {
      return;
    }
    if (quiet.report() == null) {
      world.model().broken("the forced export failed: " + quiet.failure(), quiet.failure());
    }
    world
        .model()
        .missing(forced)
        .ifPresent(what -> world.model().broken("after the forced export " + what, null));
    world.model().rethrow();
  }

  private static Process again(World world, Order last) {
    Process again = world.run(Act.of(last));
    if (again.report() == null) {
      world.model().broken("one more export failed: " + again.failure(), again.failure());
    }
    world
        .model()
        .difference(last)
        .ifPresent(what -> world.model().broken("after one more export " + what, null));
    world.model().rethrow();
    return again;
  }
}
