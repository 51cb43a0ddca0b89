package io.spillway.spark;

import io.spillway.store.Meter;
import java.util.concurrent.Phaser;

/** The requests in flight of one task. */
public final class Flight {
  private final InFlight threads;
  private final Phaser pending = new Phaser(1);

  public Flight(InFlight threads) {
    this.threads = threads;
  }

  /** Runs work on another thread, after waiting for a free place. */
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

  /** Waits until nothing is in flight. */
  public void awaitAll() {
    pending.arriveAndAwaitAdvance();
  }
}
