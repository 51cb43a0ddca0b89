package io.spillway.rows;

/** The number of splits of a source that may be read at once, over all workers. */
public sealed interface Concurrency {
  /** As many as the cluster runs: reading needs no connection that the source has few of. */
  record Unlimited() implements Concurrency {}

  /**
   * At most as many as the connections that the user allows.
   *
   * @param held connections that the source holds besides those of its readers
   */
  record Limited(int held) implements Concurrency {
    /** Returns the number of readers that a number of connections leaves, at least 1. */
    public int readers(int connections) {
      return Math.max(1, connections - held);
    }
  }
}
