package io.spillway.simulation;

import io.spillway.base.SpillwayException;
import io.spillway.report.ExportReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One process that exports: alive, frozen or dead, with clocks of its own. */
final class Process {
  final int number;
  final Act act;
  final Order order;
  private final World world;
  private final List<Baton.Actor> held = new ArrayList<>();
  private boolean dead;
  private boolean frozen;
  private boolean suspends;
  private long frozenAt;
  private long suspended;
  private boolean ended;
  private int requests;
  private @Nullable ExportReport report;
  private @Nullable SpillwayException failure;

  /** What the model knows of it. */
  final Conduct conduct = new Conduct();

  /** What a process was seen to do. */
  static final class Conduct {
    long lease;
    String record = "";
    boolean recordedWrites;
    boolean signed;

    /** Whether it was stopped between its permission and its request. */
    boolean isStraying;

    int dataChanges;
  }

  Process(World world, int number, Act act) {
    this.world = world;
    this.number = number;
    this.act = act;
    this.order = act.order();
  }

  /** Throws if the process is dead. */
  void requireLife() {
    if (dead) {
      throw Death.DEATH;
    }
  }

  boolean isDead() {
    return dead;
  }

  boolean isFrozen() {
    return frozen;
  }

  /** Whether its export has ended in some way. */
  boolean hasEnded() {
    return ended || dead;
  }

  void die() {
    if (!dead) {
      dead = true;
      thaw();
      world.baton().reap();
    }
  }

  /**
   * Stops all threads until the process is thawed.
   *
   * @param machine whether its whole machine is suspended, whose monotonic clock stands still
   */
  void freeze(boolean machine) {
    if (!frozen && !dead) {
      frozen = true;
      suspends = machine;
      frozenAt = world.baton().now();
    }
  }

  void thaw() {
    if (frozen) {
      frozen = false;
      suspended += suspends ? world.baton().now() - frozenAt : 0;
      world.baton().requeue(held);
    }
  }

  /** Keeps an actor of a frozen process from going on. */
  boolean holds(Baton.Actor actor) {
    return frozen && !dead && held.add(actor);
  }

  /** The time by its monotonic clock. */
  long nanoTime() {
    return world.baton().now() - suspended;
  }

  /** The number of the next request. */
  int nextRequest() {
    return requests++;
  }

  int requests() {
    return requests;
  }

  void ended(@Nullable ExportReport with, @Nullable SpillwayException without) {
    report = with;
    failure = without;
    ended = true;
  }

  @Nullable ExportReport report() {
    return report;
  }

  @Nullable SpillwayException failure() {
    return failure;
  }

  String name() {
    return "P" + number;
  }
}
