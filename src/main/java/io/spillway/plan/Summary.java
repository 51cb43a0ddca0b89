package io.spillway.plan;

import io.spillway.store.Traffic;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a task, a round or an export has done; it adds up.
 *
 * @param copied objects that arrived at the destination, and their bytes
 * @param skipped what an earlier run of the same export had finished: copies and deletes
 * @param deleted objects that are no longer at the destination
 * @param mirrored how many of the deleted were in no exported state
 * @param leftovers objects at the destination that no exported state knows; they stay
 * @param provedBySize how many of the copied are proved by their size alone
 * @param metadataDropped how many lost metadata that the destination cannot hold
 * @param metadataNotKept how many lost their metadata because the destination holds none
 * @param failures what is not there
 * @param cost of all that
 * @param remarks what the user should know of how it was done, and why it was; ten at most
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

  /** Nothing done. */
  public static final Summary NONE =
      new Summary(Tally.NONE, Tally.NONE, 0, 0, 0, 0, 0, Failures.NONE);

  /** What was done without a mirror, at a cost that nobody measured. */
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

  /** Nothing done, and something to say. */
  public static Summary remarking(Map<String, String> remarks) {
    return NONE.with(Cost.NONE, remarks);
  }

  /** Nothing done, at some cost. */
  public static Summary of(Cost cost) {
    return NONE.with(cost, Map.of());
  }

  /** Nothing done but failing. */
  public static Summary of(Failures failures) {
    return new Summary(Tally.NONE, Tally.NONE, 0, 0, 0, 0, 0, failures);
  }

  /** Nothing done but writing so much. */
  public static Summary copied(Tally written) {
    return new Summary(written, Tally.NONE, 0, 0, 0, 0, 0, Failures.NONE);
  }

  /** Nothing done but finding leftovers. */
  public static Summary ofLeftovers(long leftovers) {
    return new Summary(Tally.NONE, Tally.NONE, 0, leftovers, 0, 0, 0, Failures.NONE);
  }

  /** Returns nothing done but finding objects outside the source's own storage. */
  public static Summary of(Imports imports) {
    return NONE.with(Cost.NONE, Map.of(), imports);
  }

  /** This and that. */
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

  /** The same when the driver has asked so much of stores in all. */
  public Summary withDriver(Traffic driver) {
    return with(cost.withDriver(driver), remarks);
  }

  /** The same, and all that was deleted was in no exported state. */
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

  /** Objects that were tried, or known to be done. */
  public long objects() {
    return copied.objects() + skipped.objects() + deleted + failures.total();
  }

  /** Adds outcomes up as they come, from any thread. */
  public static final class Collector {
    private final Failures.Collector failures;
    private Tally copied = Tally.NONE;
    private Tally skipped = Tally.NONE;
    private long deleted;
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
     * An earlier run of the same export had finished it.
     *
     * @param bytes of content; 0 for a delete
     */
    public synchronized void skipped(long bytes) {
      skipped = skipped.plus(new Tally(1, bytes));
    }

    /** Something failed, mostly the object by that key. */
    public synchronized void failed(String key, String reason) {
      failures.add(key, reason);
    }

    /** What came so far. */
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
