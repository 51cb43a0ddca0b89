package io.spillway.outcome;

import io.spillway.store.Traffic;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a task, a round or an export. Summaries add up.
 *
 * @param copied objects that arrived at the destination, and their bytes
 * @param skipped copies and deletes that an earlier run of this export had finished
 * @param deleted objects that are no longer at the destination
 * @param mirrored the number of deleted objects that were in no exported state
 * @param leftovers objects at the destination that no exported state has; they stay
 * @param provedBySize the number of copied objects proved by their size alone
 * @param metadataDropped the number of objects that lost metadata that the destination cannot hold
 * @param metadataNotKept the number of objects that lost their metadata because the destination
 *     holds none
 * @param failures objects and other things that failed
 * @param cost the total cost
 * @param remarks notes for the user on how the work was done, with reasons; ten at most
 * @param imports objects to be read outside the source's own storage, as planning found them
 */
public record Summary(
    Tally copied,
    Tally skipped,
    long deleted,
    long mirrored,
    long leftovers,
    long provedBySize,
    long metadataDropped,
    long metadataNotKept,
    Failures failures,
    Cost cost,
    Map<String, String> remarks,
    Imports imports)
    implements Serializable {
  private static final int MOST_REMARKS = 10;

  /** An empty summary. */
  public static final Summary NONE =
      new Summary(Tally.NONE, Tally.NONE, 0, 0, 0, 0, 0, Failures.NONE);

  /** Creates a summary of work without a mirror, at an unmeasured cost. */
  public Summary(
      Tally copied,
      Tally skipped,
      long deleted,
      long leftovers,
      long provedBySize,
      long metadataDropped,
      long metadataNotKept,
      Failures failures) {
    this(
        copied,
        skipped,
        deleted,
        0,
        leftovers,
        provedBySize,
        metadataDropped,
        metadataNotKept,
        failures,
        Cost.NONE,
        Map.of(),
        Imports.NONE);
  }

  public Summary {
    remarks = Collections.unmodifiableMap(new TreeMap<>(remarks));
  }

  /** Returns a summary of remarks alone. */
  public static Summary remarking(Map<String, String> remarks) {
    return NONE.with(Cost.NONE, remarks);
  }

  /** Returns a summary of a cost alone. */
  public static Summary of(Cost cost) {
    return NONE.with(cost, Map.of());
  }

  /** Returns a summary of failures alone. */
  public static Summary of(Failures failures) {
    return new Summary(Tally.NONE, Tally.NONE, 0, 0, 0, 0, 0, failures);
  }

  /** Returns a summary of written objects alone. */
  public static Summary copied(Tally written) {
    return new Summary(written, Tally.NONE, 0, 0, 0, 0, 0, Failures.NONE);
  }

  /** Returns a summary of leftovers alone. */
  public static Summary ofLeftovers(long leftovers) {
    return new Summary(Tally.NONE, Tally.NONE, 0, leftovers, 0, 0, 0, Failures.NONE);
  }

  /** Returns a summary of the objects outside the source's own storage. */
  public static Summary of(Imports imports) {
    return NONE.with(Cost.NONE, Map.of(), imports);
  }

  /** Returns the sum of both summaries. */
  public Summary plus(Summary other) {
    return new Summary(
        copied.plus(other.copied),
        skipped.plus(other.skipped),
        deleted + other.deleted,
        mirrored + other.mirrored,
        leftovers + other.leftovers,
        provedBySize + other.provedBySize,
        metadataDropped + other.metadataDropped,
        metadataNotKept + other.metadataNotKept,
        failures.and(other.failures),
        cost.plus(other.cost),
        merged(remarks, other.remarks),
        imports.and(other.imports));
  }

  private static Map<String, String> merged(Map<String, String> one, Map<String, String> other) {
    if (other.isEmpty()) {
      return one;
    }
    Map<String, String> all = new TreeMap<>(one);
    other.forEach(
        (what, why) -> {
          if (all.size() < MOST_REMARKS) {
            all.putIfAbsent(what, why);
          }
        });
    return all;
  }

  /** Returns a copy with the total traffic of the driver. */
  public Summary withDriver(Traffic driver) {
    return with(cost.withDriver(driver), remarks);
  }

  /**
   * Returns a copy in which all deleted objects count as mirrored: they were in no exported state.
   */
  public Summary mirroring() {
    return new Summary(
        copied,
        skipped,
        deleted,
        deleted,
        leftovers,
        provedBySize,
        metadataDropped,
        metadataNotKept,
        failures,
        cost,
        remarks,
        imports);
  }

  private Summary with(Cost other, Map<String, String> said) {
    return with(other, said, imports);
  }

  private Summary with(Cost other, Map<String, String> said, Imports found) {
    return new Summary(
        copied,
        skipped,
        deleted,
        mirrored,
        leftovers,
        provedBySize,
        metadataDropped,
        metadataNotKept,
        failures,
        other,
        said,
        found);
  }

  /** Returns the number of objects that were tried or are known to be done. */
  public long objects() {
    return copied.objects() + skipped.objects() + deleted + failures.total();
  }

  /** A thread-safe collector of outcomes. */
  public static final class Collector {
    private final Failures.Collector failures;
    private Tally copied = Tally.NONE;
    private Tally skipped = Tally.NONE;
    private long deleted;
    private long provedBySize;
    private long metadataDropped;
    private long metadataNotKept;

    /**
     * Creates a collector.
     *
     * @param failuresKept the maximum number of failures to keep by name
     */
    public Collector(int failuresKept) {
      this.failures = new Failures.Collector(failuresKept);
    }

    synchronized void copied(Outcome.Copied outcome) {
      copied = copied.plus(new Tally(1, outcome.bytes()));
      provedBySize += outcome.proof() == Proof.SIZE ? 1 : 0;
      metadataDropped += outcome.losses().contains(Outcome.Loss.METADATA_DROPPED) ? 1 : 0;
      metadataNotKept += outcome.losses().contains(Outcome.Loss.METADATA_NOT_KEPT) ? 1 : 0;
    }

    synchronized void deleted() {
      deleted++;
    }

    /**
     * Counts an object that an earlier run of this export had finished.
     *
     * @param bytes bytes of content; 0 for a delete
     */
    public synchronized void skipped(long bytes) {
      skipped = skipped.plus(new Tally(1, bytes));
    }

    /** Counts a failure, usually of the object with that key. */
    public synchronized void failed(String key, String reason) {
      failures.add(key, reason);
    }

    /** Returns the summary so far. */
    public synchronized Summary summary() {
      return new Summary(
          copied,
          skipped,
          deleted,
          0,
          provedBySize,
          metadataDropped,
          metadataNotKept,
          failures.failures());
    }
  }
}
