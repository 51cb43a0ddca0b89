package io.spillway.store.s3;

import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Memory for bodies on their way, one budget for the whole JVM: a quarter of the heap, at most 512
 * MiB. Who finds it spent waits. A writer waits for its first buffer only and takes others when
 * they are free, so that nobody waits in a circle.
 */
final class Buffers {
  private static final int UNIT_BYTES = 1 << 16;

  private static final long MOST_BYTES = 512L << 20;

  private static final byte[] NONE = new byte[0];

  /** For all stores of this JVM. */
  static final Buffers SHARED =
      new Buffers(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 4));

  private final int units;
  private final Semaphore free;

  Buffers(long budgetBytes) {
    this.units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, budgetBytes / UNIT_BYTES));
    this.free = new Semaphore(units, true);
  }

  /** A buffer of that size; one that is greater than the whole budget waits for all of it. */
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
   * A further buffer for one who has some: nothing when none is free, or others wait for theirs.
   */
  Optional<Lease> takeIfFree(long bytes) {
    int wanted = units(bytes);
    return isAwaited() || !free.tryAcquire(wanted)
        ? Optional.empty()
        : Optional.of(lease(bytes, wanted));
  }

  /**
   * Counts memory that is there already, and that is let go with the lease: nothing when so much is
   * not free, or others wait for theirs.
   */
  Optional<Lease> countIfFree(byte[] bytes) {
    int wanted = units(bytes.length);
    return isAwaited() || !free.tryAcquire(wanted)
        ? Optional.empty()
        : Optional.of(new Lease(bytes, wanted));
  }

  /** Memory of the caller's own, beyond the budget. */
  Lease uncounted(byte[] bytes) {
    return new Lease(bytes, 0);
  }

  /** Whether somebody waits for a first buffer. */
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

  /** Bytes that go back to the budget when closed. */
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

    /** Closing again does nothing. */
    @Override
    public void close() {
      free.release(taken);
      taken = 0;
      bytes = NONE;
    }
  }
}
