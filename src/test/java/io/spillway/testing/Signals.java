package io.spillway.testing;

import java.io.IOException;

/** Stops processes in the middle of whatever they do, and lets them go on. */
public final class Signals {
  private Signals() {}

  /** Freezes a process: it does nothing, and knows nothing of it. */
  public static void freeze(Process process) throws IOException, InterruptedException {
    send("-STOP", process);
  }

  /** Lets it go on as if nothing had been. */
  public static void thaw(Process process) throws IOException, InterruptedException {
    send("-CONT", process);
  }

  private static void send(String signal, Process process)
      throws IOException, InterruptedException {
    int exitCode =
        new ProcessBuilder("kill", signal, Long.toString(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    if (exitCode != 0) {
      throw new IOException("kill " + signal + " ended with " + exitCode);
    }
  }
}
