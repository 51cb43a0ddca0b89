package io.spillway.outcome;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The number of failures, and the first of them.
 *
 * @param total the number of failures
 * @param kept the first failures, at most {@link #MAX_KEPT}
 */
public record Failures(long total, List<Failure> kept) implements Serializable {
  /** The maximum number of failures kept by name. */
  public static final int MAX_KEPT = 10_000;

  /** No failures. */
  public static final Failures NONE = new Failures(0, List.of());

  public Failures {
    kept = List.copyOf(kept);
  }

  /** Returns a single failure. */
  public static Failures of(String key, String reason) {
    return new Failures(1, List.of(new Failure(key, reason)));
  }

  /** Returns whether there are no failures. */
  public boolean isEmpty() {
    return total == 0;
  }

  /** Returns these failures followed by more. */
  public Failures and(Failures more) {
    if (more.isEmpty()) {
      return this;
    }
    if (kept.size() == MAX_KEPT) {
      return new Failures(total + more.total, kept);
    }
    return new Failures(
        total + more.total,
        Stream.concat(kept.stream(), more.kept.stream()).limit(MAX_KEPT).toList());
  }

  /** A collector of failures. Not thread-safe. */
  public static final class Collector {
    private final int limit;
    private final List<Failure> kept = new ArrayList<>();
    private long total;

    /**
     * Creates a collector.
     *
     * @param limit the maximum number of failures to keep by name
     */
    public Collector(int limit) {
      this.limit = Math.min(limit, MAX_KEPT);
    }

    /** Adds a failure. */
    public void add(String key, String reason) {
      total++;
      if (kept.size() < limit) {
        kept.add(new Failure(key, reason));
      }
    }

    /** Returns the failures so far. */
    public Failures failures() {
      return new Failures(total, kept);
    }
  }
}
