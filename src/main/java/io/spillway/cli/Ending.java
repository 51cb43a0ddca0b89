package io.spillway.cli;

import io.spillway.base.ExitCode;
import io.spillway.export.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A shutdown hook that ends a process that was told to stop in the middle of an export. The exit
 * code is equal for all signals, whereas Java's own differs per signal. The hook waits until the
 * export has signed and the command has reported it.
 */
public final class Ending implements AutoCloseable {
  /** Longer than a {@link Cancellation} waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "spillway-ending");

  private Ending() {}

  /** Starts watching for the end of the process, until the returned object is closed. */
  public static Ending watch() {
    Ending ending = new Ending();
    try {
      Runtime.getRuntime().addShutdownHook(ending.hook);
    } catch (IllegalStateException e) {
      ending.over.countDown(); // the process is already ending
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
    Runtime.getRuntime().halt(ExitCode.CANCELED.code());
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the hook is running and ends the process
    }
  }
}
