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
 * The parts of one upload that are in flight, and their buffers. The first failure stops the rest,
 * and closing waits until no part is in flight: only then can an upload be aborted without a part
 * that arrives afterwards.
 *
 * <p>For one thread, which reads the body. It waits for a buffer only while it holds none. A caller
 * that is written to, and does not read, fills memory of its own: the time until the next part is
 * unbounded, and no other upload should have to wait for it.
 */
final class PartsInFlight implements AutoCloseable {
  /** The maximum number of parts of one object in flight. */
  static final int WIDTH = 4;

  private static final AtomicLong NUMBER = new AtomicLong();

  /** Threads as needed: the budget for buffers bounds their number. */
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
   * Returns a buffer for the next part, which {@link #submit} or closing gives back. No part may be
   * larger than a part before it.
   *
   * @throws IOException the failure of an earlier part
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

  /**
   * Releases idle buffers: a caller that waits for its first buffer takes precedence over one that
   * holds several.
   */
  private void leaveSomeToOthers() {
    while (idle.size() + inFlight > 1 && !idle.isEmpty() && buffers.isAwaited()) {
      idle.pop().close();
    }
  }

  /**
   * Sends a part on another thread from the caller's own memory, which the caller must not use
   * afterwards. The memory counts against the budget only while the part is in flight, regardless
   * of the time until the next part. If the budget is exhausted, or enough parts are in flight,
   * this waits for parts of this upload only, and finally for the part itself.
   *
   * @throws IOException the failure of an earlier part, or of this one
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
   * Processes the parts that have ended.
   *
   * @throws IOException the failure of an earlier part
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
      // Reported to the reading thread, regardless of the type.
      outcome = new Ended(buffer, null, e);
    }
    ended.add(outcome);
  }

  /**
   * Waits for all parts.
   *
   * @return the parts in their order
   * @throws IOException the failure of a part
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

  /** Waits until no part is in flight, and gives all buffers back. */
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
