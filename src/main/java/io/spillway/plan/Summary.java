package io.spillway.plan;

import java.io.Serializable;

/**
 * What a task, a round or an export has done; it adds up.
 *
 * @param copied objects at the destination, and their bytes
 * @param provedBySize how many of them are proved by their size alone
 * @param metadataDropped how many lost metadata that the destination cannot hold
 * @param metadataNotKept how many lost their metadata because the destination holds none
 * @param failures what is not there
 */
public record Summary(
    Tally copied, long provedBySize, long metadataDropped, long metadataNotKept, Failures failures)
    implements Serializable {

  /** Nothing done. */
  public static final Summary NONE = new Summary(Tally.NONE, 0, 0, 0, Failures.NONE);

  /** Nothing done but failing. */
  public static Summary of(Failures failures) {
    return new Summary(Tally.NONE, 0, 0, 0, failures);
  }

  /** This and that. */
  public Summary plus(Summary other) {
    return new Summary(
        copied.plus(other.copied),
        provedBySize + other.provedBySize,
        metadataDropped + other.metadataDropped,
        metadataNotKept + other.metadataNotKept,
        failures.and(other.failures));
  }

  /** Objects that were tried. */
  public long objects() {
    return copied.objects() + failures.total();
  }

  /** Adds outcomes up as they come, from any thread. */
  public static final class Collector {
    private final Failures.Collector failures;
    private long objects;
    private long bytes;
    private long provedBySize;
    private long metadataDropped;
    private long metadataNotKept;

    /**
     * Collects.
     *
     * @param failuresKept how many failures to keep by name
     */
    public Collector(int failuresKept) {
      this.failures = new Failures.Collector(failuresKept);
    }

    synchronized void copied(Outcome.Copied copied) {
      objects++;
      bytes += copied.bytes();
      provedBySize += copied.proof() == Proof.SIZE ? 1 : 0;
      metadataDropped += copied.losses().contains(Outcome.Loss.METADATA_DROPPED) ? 1 : 0;
      metadataNotKept += copied.losses().contains(Outcome.Loss.METADATA_NOT_KEPT) ? 1 : 0;
    }

    /** Something failed, mostly the object by that key. */
    public synchronized void failed(String key, String reason) {
      failures.add(key, reason);
    }

    /** What came so far. */
    public synchronized Summary summary() {
      return new Summary(
          new Tally(objects, bytes),
          provedBySize,
          metadataDropped,
          metadataNotKept,
          failures.failures());
    }
  }
}
