package io.spillway.export;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a process that was told to stop (Ctrl-C, SIGTERM) sign before it ends: Spark's own shutdown
 * stops the job, and the process waits until the failure is written, if that does not take too
 * long.
 */
public final class Cancellation implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AtomicInteger WATCHED = new AtomicInteger();

  private final CountDownLatch signed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::awaitSignature, "spillway-cancellation");
  private volatile boolean stopping;

  private Cancellation() {}

  /** From now on the end of the process waits until this is closed. */
  static Cancellation watch() {
    Cancellation cancellation = new Cancellation();
    Runtime.getRuntime().addShutdownHook(cancellation.hook);
    WATCHED.incrementAndGet();
    return cancellation;
  }

  private void awaitSignature() {
    stopping = true;
    try {
      var unused = signed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether an export of this process has not signed yet. */
  public static boolean isWatched() {
    return WATCHED.get() > 0;
  }

  /** Whether the process was told to stop. */
  boolean isRequested() {
    return stopping;
  }

  @Override
  public void close() {
    if (!stopping) {
      WATCHED.decrementAndGet();
    }
    signed.countDown();
    if (!stopping) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        stopping = true; // the process ends just now
      }
    }
  }
}
