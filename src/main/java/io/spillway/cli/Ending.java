package io.spillway.cli;

import io.spillway.export.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a process that was told to stop in the middle of an export with the exit code for that,
 * whichever signal told it: Java's own would be another for each. It waits until the export has
 * signed and the command has said so.
 */
public final class Ending implements AutoCloseable {
  private static final int CANCELED = 130;

  /** More than a {@link Cancellation} waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "spillway-ending");

  private Ending() {}

  /** From now on, until this is closed. */
  public static Ending watch() {
    Ending ending = new Ending();
    try {
      Runtime.getRuntime().addShutdownHook(ending.hook);
    } catch (IllegalStateException e) {
      ending.over.countDown(); // the process ends already
    }
    return ending;
  }

  private void end() {
    if (!Cancellation.isWatched()) {
      return;
    }
    try {
      var unused = over.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(CANCELED);
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it runs, and ends the process
    }
  }
}
