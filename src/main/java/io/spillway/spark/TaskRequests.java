package io.spillway.spark;

import io.spillway.store.Meter;
import java.util.concurrent.Phaser;

/** The requests in flight of one task. */
public final class TaskRequests {
  private final InFlight threads;
  private final Phaser pending = new Phaser(1);

  public TaskRequests(InFlight threads) {
    this.threads = threads;
  }

  /**
   * Runs work on another thread. Waits until the number of requests in flight is below the limit.
   */
  public void submit(Runnable work) throws InterruptedException {
    Runnable counted = Meter.carry(work);
    pending.register();
    try {
      threads.run(
          () -> {
            try {
              counted.run();
            } finally {
              pending.arriveAndDeregister();
            }
          });
    } catch (InterruptedException | RuntimeException | Error e) {
      pending.arriveAndDeregister();
      throw e;
    }
  }

  /** Waits until no request is in flight. */
  public void awaitAll() {
    threads.await(() -> pending.getUnarrivedParties() == 1);
    pending.arriveAndAwaitAdvance();
  }
}
