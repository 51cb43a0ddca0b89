package io.spillway.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The order of all that happens in a simulation. Threads of the real code are its actors; exactly
 * one of them runs at a time, and passes the baton on whenever it waits. Time stands still while an
 * actor runs, and jumps to the next event when it waits. The order depends on nothing else.
 */
final class Baton {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "simulation");
            thread.setDaemon(true);
            return thread;
          });

  private final PriorityQueue<Wake> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Wake::time)
              .thenComparingInt(Wake::tie)
              .thenComparingLong(Wake::number));

  private final Actor driver = new Actor(null, () -> {}, () -> false);
  private BooleanSupplier driverWaitsFor = () -> true;
  private boolean driverWaits;
  private boolean lends;
  private boolean isLent;
  private @Nullable Actor borrower;
  private @Nullable Actor running;
  private long now;
  private long number;

  private record Wake(long time, int tie, long number, @Nullable Actor actor, Runnable action) {}

  /** A thread of one process. */
  static final class Actor {
    final @Nullable Process process;
    private final Runnable body;
    private final BooleanSupplier canceled;
    private volatile @Nullable Thread thread;
    private volatile boolean go;
    private boolean ended;

    Actor(@Nullable Process process, Runnable body, BooleanSupplier canceled) {
      this.process = process;
      this.body = body;
      this.canceled = canceled;
    }

    private void await() {
      while (!go) {
        LockSupport.park(this);
      }
      go = false;
    }
  }

  /** Time begins here. */
  Baton(long now) {
    this.now = now;
    driver.thread = Thread.currentThread();
  }

  long now() {
    return now;
  }

  /** The process whose code runs, or null outside of the simulation's actors. */
  @Nullable Process process() {
    Actor actor = running;
    return actor == null ? null : actor.process;
  }

  /** An action that takes no time, on no thread in particular. */
  void at(long time, Runnable action) {
    queue.add(new Wake(time, 0, number++, null, action));
  }

  /** A new thread of a process, which begins after some time, unless it was canceled before. */
  Actor spawn(Process process, long after, Runnable body, BooleanSupplier canceled) {
    Actor actor = new Actor(process, body, canceled);
    queue.add(new Wake(now + after, 0, number++, actor, () -> {}));
    return actor;
  }

  /**
   * The actor that runs waits.
   *
   * @param tie decides between actors that end waiting at one moment
   */
  void pause(long nanos, int tie) {
    Actor me = running;
    if (me == null) {
      return;
    }
    queue.add(new Wake(now + nanos, tie, number++, me, () -> {}));
    passOn();
    me.await();
    if (me.process != null) {
      me.process.requireLife();
    }
  }

  /**
   * Lets the actors go on until something is so, or none has anything to do.
   *
   * @param lending whether new actors may run on the calling thread, which spares changes of
   *     threads; what is waited for must not become so while one of them still waits
   */
  void drive(BooleanSupplier until, boolean lending) {
    driverWaitsFor = until;
    driverWaits = true;
    lends = lending;
    passOn();
    driver.await();
    for (Actor actor = borrower; actor != null; actor = borrower) {
      borrower = null;
      live(actor);
      driver.await();
    }
    running = null;
  }

  /** Lets frozen processes go on with what they were about to do. */
  void requeue(List<Actor> actors) {
    for (Actor actor : actors) {
      queue.add(new Wake(now, 0, number++, actor, () -> {}));
    }
    actors.clear();
  }

  /** Lets all threads of processes that died end now. */
  void reap() {
    List<Wake> dead = new ArrayList<>();
    queue.removeIf(
        wake -> {
          Actor actor = wake.actor();
          boolean is = actor != null && actor.process != null && actor.process.isDead();
          return is && dead.add(wake);
        });
    for (Wake wake : dead) {
      queue.add(new Wake(now, -1, number++, wake.actor(), wake.action()));
    }
  }

  /** Whether no thread has anything to do at this moment. */
  boolean isQuiet() {
    Wake next = queue.peek();
    return next == null || next.time() > now;
  }

  private void passOn() {
    while (true) {
      if (driverWaits && !isLent && driverWaitsFor.getAsBoolean()) {
        resumeDriver();
        return;
      }
      Wake next = queue.poll();
      if (next == null) {
        resumeDriver();
        return;
      }
      now = Math.max(now, next.time());
      Actor actor = next.actor();
      if (actor == null) {
        running = null;
        next.action().run();
      } else if (actor.thread == null && isOver(actor)) {
        actor.ended = true;
      } else if (!actor.ended && !isHeld(actor)) {
        resume(actor);
        return;
      }
    }
  }

  private static boolean isOver(Actor actor) {
    return actor.canceled.getAsBoolean() || (actor.process != null && actor.process.isDead());
  }

  private static boolean isHeld(Actor actor) {
    return actor.process != null && actor.process.holds(actor);
  }

  private void resumeDriver() {
    driverWaits = false;
    running = driver;
    wake(driver);
  }

  private void resume(Actor actor) {
    running = actor;
    if (actor.thread == null && lends && !isLent && driverWaits) {
      isLent = true;
      borrower = actor;
      wake(driver);
    } else if (actor.thread == null) {
      THREADS.execute(() -> live(actor));
    } else {
      wake(actor);
    }
  }

  private static void wake(Actor actor) {
    actor.go = true;
    if (actor.thread != Thread.currentThread()) {
      LockSupport.unpark(actor.thread);
    }
  }

  private void live(Actor actor) {
    actor.thread = Thread.currentThread();
    try {
      if (actor.process == null || !actor.process.isDead()) {
        actor.body.run();
      }
    } catch (Death e) {
      // The process is gone, and its threads with it.
    } finally {
      boolean unused = Thread.interrupted();
      actor.ended = true;
      isLent &= Thread.currentThread() != driver.thread;
      passOn();
    }
  }
}
