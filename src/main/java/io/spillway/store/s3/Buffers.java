package io.spillway.store.s3;

import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The memory budget for bodies in transit, one for the whole JVM: a quarter of the heap, at most
 * 512 MiB. Callers wait if it is exhausted. A writer waits for its first buffer only and takes
 * further buffers only if they are free, so writers cannot deadlock.
 */
final class Buffers {
  private static final int UNIT_BYTES = 1 << 16;

  private static final long MOST_BYTES = 512L << 20;

  private static final byte[] NONE = new byte[0];

  /** The budget of all stores of this JVM. */
  static final Buffers SHARED =
      new Buffers(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 4));

  private final int units;
  private final Semaphore free;

  Buffers(long budgetBytes) {
    this.units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, budgetBytes / UNIT_BYTES));
    this.free = new Semaphore(units, true);
  }

  /**
   * Returns a buffer of that size; a request for more than the whole budget waits for all of it.
   *
   * @throws InterruptedIOException if this thread is interrupted while it waits
   */
  Lease take(long bytes) throws InterruptedIOException {
    int wanted = units(bytes);
    try {
      free.acquire(wanted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(
          "Interrupted while waiting for memory to buffer an object in");
    }
    return lease(bytes, wanted);
  }

  /**
   * Returns a further buffer for a caller that holds some; empty if no memory is free, or others
   * wait for theirs.
   */
  Optional<Lease> takeIfFree(long bytes) {
    int wanted = units(bytes);
    return isAwaited() || !free.tryAcquire(wanted)
        ? Optional.empty()
        : Optional.of(lease(bytes, wanted));
  }

  /**
   * Counts existing memory against the budget until the lease is closed, which drops the memory;
   * empty if that much is not free, or others wait for theirs.
   */
  Optional<Lease> countIfFree(byte[] bytes) {
    int wanted = units(bytes.length);
    return isAwaited() || !free.tryAcquire(wanted)
        ? Optional.empty()
        : Optional.of(new Lease(bytes, wanted));
  }

  /** Returns a lease of the caller's own memory, outside of the budget. */
  Lease uncounted(byte[] bytes) {
    return new Lease(bytes, 0);
  }

  /** Returns whether a caller waits for its first buffer. */
  boolean isAwaited() {
    return free.hasQueuedThreads();
  }

  private int units(long bytes) {
    return (int) Math.min(units, (bytes + UNIT_BYTES - 1) / UNIT_BYTES);
  }

  private Lease lease(long bytes, int wanted) {
    try {
      return new Lease(new byte[Math.toIntExact(bytes)], wanted);
    } catch (OutOfMemoryError e) {
      free.release(wanted);
      throw e;
    }
  }

  /** A buffer that returns to the budget when closed. */
  final class Lease implements AutoCloseable {
    private byte[] bytes;
    private int taken;

    private Lease(byte[] bytes, int taken) {
      this.bytes = bytes;
      this.taken = taken;
    }

    byte[] bytes() {
      return bytes;
    }

    /** Returns the memory to the budget. Closing again does nothing. */
    @Override
    public void close() {
      free.release(taken);
      taken = 0;
      bytes = NONE;
    }
  }
}
