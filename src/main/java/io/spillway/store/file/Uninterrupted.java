package io.spillway.store.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Protection of channels from being closed by interrupts: a process that is asked to stop still
 * writes its FAILURE marker. The interrupt status is restored for the caller.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** Work that can be repeated from its beginning. */
  interface Work {
    void run() throws IOException;
  }

  static void run(Work work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          work.run();
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
