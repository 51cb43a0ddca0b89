package io.spillway.store.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Keeps interrupts from closing channels: a process that is told to stop still writes its FAILURE
 * marker. The interrupt stays for the caller to find.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** Work that may be done again from its beginning. */
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
