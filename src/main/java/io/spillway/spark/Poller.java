package io.spillway.spark;

import io.spillway.outcome.Tally;
import io.spillway.request.ProgressListener;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A timer that reports the progress of a step to a listener a few times a second, until it is
 * closed.
 */
final class Poller implements AutoCloseable {
  private static final long PERIOD_MILLIS = 200;

  private final ProgressListener listener;
  private final Supplier<Tally> reached;
  private final ScheduledExecutorService timer;

  private Poller(ProgressListener listener, Supplier<Tally> reached) {
    this.listener = listener;
    this.reached = reached;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "spillway-progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  static Poller start(ProgressListener listener, Supplier<Tally> reached) {
    Poller poller = new Poller(listener, reached);
    var unused =
        poller.timer.scheduleAtFixedRate(
            poller::tell, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return poller;
  }

  private void tell() {
    Tally now = reached.get();
    listener.reached(now.objects(), now.bytes());
  }

  /** Ends the polling, and reports the progress once more. */
  void last() {
    close();
    tell();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("The progress listener does not return");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
