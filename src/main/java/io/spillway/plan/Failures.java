package io.spillway.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Failures, all of them counted and the first of them kept.
 *
 * @param total how many there were
 * @param kept at most {@link #MAX_KEPT} of them
 */
public record Failures(long total, List<Failure> kept) implements Serializable {
  /** How many failures are kept by name. */
  public static final int MAX_KEPT = 10_000;

  /** None. */
  public static final Failures NONE = new Failures(0, List.of());

  public Failures {
    kept = List.copyOf(kept);
  }

  /** A single failure. */
  public static Failures of(String key, String reason) {
    return new Failures(1, List.of(new Failure(key, reason)));
  }

  /** Whether there was none. */
  public boolean isEmpty() {
    return total == 0;
  }

  /** These and those. */
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

  /** Collects failures as they come; not for several threads. */
  public static final class Collector {
    private final int limit;
    private final List<Failure> kept = new ArrayList<>();
    private long total;

    /**
     * Collects.
     *
     * @param limit how many to keep by name
     */
    public Collector(int limit) {
      this.limit = Math.min(limit, MAX_KEPT);
    }

    /** One more. */
    public void add(String key, String reason) {
      total++;
      if (kept.size() < limit) {
        kept.add(new Failure(key, reason));
      }
    }

    /** What came so far. */
    public Failures failures() {
      return new Failures(total, kept);
    }
  }
}
