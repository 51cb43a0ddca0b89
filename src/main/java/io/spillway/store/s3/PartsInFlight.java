package io.spillway.store.s3;

import io.spillway.store.Meter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * The parts of one upload that are on their way, and the buffers they are in. The first failure
 * stops the rest, and closing waits until nothing is on its way: only then can an upload be aborted
 * without a part that arrives behind it.
 *
 * <p>For one thread, which reads. Only its first buffer is waited for while it holds none. Who does
 * not read but is written to fills memory of its own, as nobody can say how long that takes, and
 * nobody should wait for it.
 */
final class PartsInFlight implements AutoCloseable {
  /** Parts of one object on their way at once, at most. */
  static final int WIDTH = 4;

  private static final AtomicLong NUMBER = new AtomicLong();

  /** Threads as needed: their number is bounded by the budget for buffers. */
  private static final ExecutorService THREADS = Executors.newCachedThreadPool(PartsInFlight::made);

  private final Buffers buffers;
  private final Deque<Buffers.Lease> idle = new ArrayDeque<>();
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final List<CompletedPart> done = new ArrayList<>();
  private int inFlight;

  private record Ended(
      Buffers.Lease buffer, @Nullable CompletedPart part, @Nullable Throwable failure) {}

  PartsInFlight(Buffers buffers) {
    this.buffers = buffers;
  }

  private static Thread made(Runnable task) {
    Thread thread = new Thread(task, "spillway-part-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(PartsInFlight.class.getClassLoader());
    return thread;
  }

  /**
   * A buffer for the next part, which {@link #submit} or closing gives back. No part may be greater
   * than one before it.
   *
   * @throws IOException what became of a part that failed
   */
  Buffers.Lease buffer(int bytes) throws IOException {
    check();
    leaveSomeToOthers();
    if (idle.isEmpty()) {
      if (inFlight == 0) {
        idle.push(buffers.take(bytes));
      } else if (inFlight < WIDTH) {
        buffers.takeIfFree(bytes).ifPresent(idle::push);
      }
    }
    if (idle.isEmpty()) {
      settle(next());
    }
    return idle.element();
  }

  /** Who waits for a first buffer goes before one that has several. */
  private void leaveSomeToOthers() {
    while (idle.size() + inFlight > 1 && !idle.isEmpty() && buffers.isAwaited()) {
      idle.pop().close();
    }
  }

  /**
   * Sends a part on another thread from memory of the caller's own, who lets it go. It counts
   * against the budget while it is on its way and not a moment longer, however long the caller
   * takes for the next. Where the budget has no room, or enough are on their way, this waits for
   * those of this upload only, and at last for the part itself.
   *
   * @throws IOException what became of a part that failed
   */
  void submit(byte[] bytes, Callable<CompletedPart> part) throws IOException {
    check();
    Optional<Buffers.Lease> room = room(bytes);
    while (room.isEmpty() && inFlight > 0) {
      settle(next());
      room = room(bytes);
    }
    Buffers.Lease lease = room.orElseGet(() -> buffers.uncounted(bytes));
    submit(
        lease,
        () -> {
          try (lease) {
            return part.call();
          }
        });
    if (room.isEmpty()) {
      settle(next());
    }
  }

  private Optional<Buffers.Lease> room(byte[] bytes) {
    return inFlight < WIDTH ? buffers.countIfFree(bytes) : Optional.empty();
  }

  /**
   * Looks what has ended.
   *
   * @throws IOException what became of a part that failed
   */
  void check() throws IOException {
    for (Ended one = ended.poll(); one != null; one = ended.poll()) {
      settle(one);
    }
  }

  /** Sends a part on another thread. */
  void submit(Buffers.Lease buffer, Callable<CompletedPart> part) {
    idle.remove(buffer);
    inFlight++;
    try {
      THREADS.execute(Meter.carry(() -> run(buffer, part)));
    } catch (RuntimeException | Error e) {
      inFlight--;
      idle.push(buffer);
      throw e;
    }
  }

  private void run(Buffers.Lease buffer, Callable<CompletedPart> part) {
    Ended outcome;
    try {
      outcome = new Ended(buffer, part.call(), null);
    } catch (Throwable e) {
      // Told to the thread that reads, whatever it is.
      outcome = new Ended(buffer, null, e);
    }
    ended.add(outcome);
  }

  /**
   * Waits for all parts.
   *
   * @return in their order
   * @throws IOException what became of a part that failed
   */
  List<CompletedPart> all() throws IOException {
    while (inFlight > 0) {
      settle(next());
    }
    done.sort(Comparator.comparing(CompletedPart::partNumber));
    return List.copyOf(done);
  }

  private Ended next() throws InterruptedIOException {
    try {
      return ended.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while parts of an object were sent");
    }
  }

  private void settle(Ended one) throws IOException {
    inFlight--;
    idle.push(one.buffer());
    if (one.failure() instanceof IOException failure) {
      throw failure;
    }
    if (one.failure() instanceof Error failure) {
      throw failure;
    }
    if (one.failure() != null) {
      throw new IllegalStateException("Sending a part failed", one.failure());
    }
    if (one.part() != null) {
      done.add(one.part());
    }
  }

  /** Waits until nothing is on its way, and gives all buffers back. */
  @Override
  public void close() {
    boolean interrupted = false;
    while (inFlight > 0) {
      try {
        idle.push(ended.take().buffer());
        inFlight--;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    idle.forEach(Buffers.Lease::close);
    idle.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
