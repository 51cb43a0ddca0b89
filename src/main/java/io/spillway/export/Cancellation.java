package io.spillway.export;

import static io.spillway.base.SpillwayException.Kind.FAILED;

import io.spillway.base.SpillwayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The cancellation of one export, by the program that started it or by the end of the process
 * (Ctrl-C, SIGTERM). Both stop the jobs and let the export sign FAILURE. The process waits for the
 * signature, up to a limit.
 */
public final class Cancellation {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AtomicInteger WATCHED = new AtomicInteger();
  private static final String BY_PROCESS = "the process was told to stop";
  private static final String BY_PROGRAM = "the program that started it canceled it";

  private final List<Runnable> listeners = new ArrayList<>();
  private volatile @Nullable String reason;

  /** Returns whether an export of this process has not signed yet. */
  public static boolean isWatched() {
    return WATCHED.get() > 0;
  }

  /** Cancels the export. Only the first reason is kept. */
  public void request() {
    List<Runnable> stops;
    synchronized (this) {
      if (reason == null) {
        reason = BY_PROGRAM;
      }
      stops = List.copyOf(listeners);
    }
    stops.forEach(Runnable::run);
  }

  /**
   * Registers an action that stops the work of the export. Runs it immediately if the export is
   * already canceled.
   */
  void onRequest(Runnable stop) {
    synchronized (this) {
      if (reason == null) {
        listeners.add(stop);
        return;
      }
    }
    stop.run();
  }

  /** Returns why the export was canceled, or empty if it was not. */
  Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /**
   * Checks that the export may still begin.
   *
   * @throws SpillwayException (failed) if it was canceled
   */
  void confirm() {
    if (reason != null) {
      throw new SpillwayException(
          FAILED, "The export was canceled before it began: nothing was written.");
    }
  }

  /** Delays the end of the process until the watch is closed. */
  Watch watch() {
    Watch watch = new Watch();
    Runtime.getRuntime().addShutdownHook(watch.hook);
    WATCHED.incrementAndGet();
    return watch;
  }

  /** A shutdown hook that waits for the signature. */
  final class Watch implements AutoCloseable {
    private final CountDownLatch signed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::awaitSignature, "spillway-cancellation");
    private volatile boolean stopping;

    private void awaitSignature() {
      stopping = true;
      synchronized (Cancellation.this) {
        reason = reason == null ? BY_PROCESS : reason;
      }
      try {
        var unused = signed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
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
          stopping = true; // the process is already ending
        }
      }
    }
  }
}
