package io.spillway.outcome;

import io.spillway.base.Counters;
import io.spillway.store.Traffic;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a task, a round or an export. Summaries add up.
 *
 * @param counts the counted objects and bytes
 * @param failures objects and other things that failed
 * @param cost the total cost
 * @param remarks notes for the user on how the work was done, with reasons; at most {@value
 *     #MOST_REMARKS}
 * @param imports objects to be read outside the source's own storage, as planning found them
 */
public record Summary(
    Counters<Count> counts,
    Failures failures,
    Cost cost,
    Map<String, String> remarks,
    Imports imports)
    implements Serializable {
  private static final int MOST_REMARKS = 10;

  /**
   * Everything that is counted of objects. Sums, records and JSON derive from this list, in its
   * order.
   */
  public enum Count {
    /** Objects that arrived at the destination. */
    OBJECTS("objects"),
    /** Bytes of content in them. */
    BYTES("bytes"),
    /** Copies and deletes that an earlier run of this export had finished. */
    SKIPPED("skipped"),
    /** Bytes of content in them. */
    SKIPPED_BYTES("skippedBytes"),
    /** Objects that are no longer at the destination. */
    DELETED("deleted"),
    /** Deleted objects that were in no exported state. */
    MIRRORED("mirrored"),
    /** Objects at the destination that no exported state has; they stay. */
    LEFTOVERS("leftovers"),
    /** Copied objects proved by their size alone. */
    PROVED_BY_SIZE("provedBySize"),
    /** Objects that lost metadata that the destination cannot hold. */
    METADATA_DROPPED("metadataDropped"),
    /** Objects that lost their metadata because the destination holds none. */
    METADATA_NOT_KEPT("metadataNotKept");

    private final String json;

    Count(String json) {
      this.json = json;
    }

    /** Returns the name in records and JSON: {@code provedBySize}. */
    public String json() {
      return json;
    }
  }

  /** An empty summary. */
  public static final Summary NONE =
      new Summary(Counters.none(), Failures.NONE, Cost.NONE, Map.of(), Imports.NONE);

  public Summary {
    remarks = Collections.unmodifiableMap(new TreeMap<>(remarks));
  }

  /** Returns a summary of remarks alone. */
  public static Summary remarking(Map<String, String> remarks) {
    return new Summary(Counters.none(), Failures.NONE, Cost.NONE, remarks, Imports.NONE);
  }

  /** Returns a summary of a cost alone. */
  public static Summary of(Cost cost) {
    return new Summary(Counters.none(), Failures.NONE, cost, Map.of(), Imports.NONE);
  }

  /** Returns a summary of failures alone. */
  public static Summary of(Failures failures) {
    return of(Counters.none(), failures);
  }

  /** Returns a summary of counts and failures. */
  public static Summary of(Counters<Count> counts, Failures failures) {
    return new Summary(counts, failures, Cost.NONE, Map.of(), Imports.NONE);
  }

  /** Returns a summary of written objects alone. */
  public static Summary copied(Tally written) {
    return NONE.with(Count.OBJECTS, written.objects()).with(Count.BYTES, written.bytes());
  }

  /** Returns a summary of the objects outside the source's own storage. */
  public static Summary of(Imports imports) {
    return new Summary(Counters.none(), Failures.NONE, Cost.NONE, Map.of(), imports);
  }

  /** Returns the sum of both summaries. */
  public Summary plus(Summary other) {
    return new Summary(
        counts.plus(other.counts),
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
    return new Summary(counts, failures, cost.withDriver(driver), remarks, imports);
  }

  /** Returns a copy with another value of one count. */
  public Summary with(Count name, long count) {
    return new Summary(counts.with(name, count), failures, cost, remarks, imports);
  }

  /**
   * Returns a copy in which all deleted objects count as mirrored: they were in no exported state.
   */
  public Summary mirroring() {
    return with(Count.MIRRORED, count(Count.DELETED));
  }

  /** Returns a count. */
  public long count(Count name) {
    return counts.of(name);
  }

  /** Returns the objects that arrived at the destination, and their bytes. */
  public Tally copied() {
    return new Tally(count(Count.OBJECTS), count(Count.BYTES));
  }

  /** Returns the copies and deletes that an earlier run had finished, and their bytes. */
  public Tally skipped() {
    return new Tally(count(Count.SKIPPED), count(Count.SKIPPED_BYTES));
  }

  /** Returns the number of objects that were tried or are known to be done. */
  public long objects() {
    return count(Count.OBJECTS) + count(Count.SKIPPED) + count(Count.DELETED) + failures.total();
  }

  /** A thread-safe collector of outcomes. */
  public static final class Collector {
    private final Counters.Collector<Count> counts = new Counters.Collector<>();
    private final Failures.Collector failures;

    /**
     * Creates a collector.
     *
     * @param failuresKept the maximum number of failures to keep by name
     */
    public Collector(int failuresKept) {
      this.failures = new Failures.Collector(failuresKept);
    }

    synchronized void copied(Outcome.Copied outcome) {
      counts.count(Count.OBJECTS);
      counts.add(Count.BYTES, outcome.bytes());
      if (outcome.proof() == Proof.SIZE) {
        counts.count(Count.PROVED_BY_SIZE);
      }
      outcome.losses().stream().distinct().map(Outcome.Loss::count).forEach(counts::count);
    }

    synchronized void deleted() {
      counts.count(Count.DELETED);
    }

    /**
     * Counts an object that an earlier run of this export had finished.
     *
     * @param bytes bytes of content; 0 for a delete
     */
    public synchronized void skipped(long bytes) {
      counts.count(Count.SKIPPED);
      counts.add(Count.SKIPPED_BYTES, bytes);
    }

    /** Counts a failure, usually of the object with that key. */
    public synchronized void failed(String key, String reason) {
      failures.add(key, reason);
    }

    /** Returns the summary so far. */
    public synchronized Summary summary() {
      return of(counts.counters(), failures.failures());
    }
  }
}
