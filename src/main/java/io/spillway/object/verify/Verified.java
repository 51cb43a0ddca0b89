package io.spillway.object.verify;

import io.spillway.base.Bytes;
import io.spillway.base.Counters;
import io.spillway.object.verify.Difference.Kind;
import io.spillway.outcome.Cost;
import io.spillway.store.Traffic;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The result of comparing a destination with a commit. Results add up.
 *
 * @param equal the number of equal objects, by evidence
 * @param differences the number of differences of each kind
 * @param first the first differences, at most {@link #MAX_KEPT}
 * @param bytes bytes of content
 * @param cost the total cost
 */
public record Verified(
    Counters<Equality> equal,
    Counters<Kind> differences,
    List<Difference> first,
    Counters<Content> bytes,
    Cost cost)
    implements Serializable {
  /** The maximum number of differences kept. */
  public static final int MAX_KEPT = 10_000;

  /** Content whose bytes are counted. */
  public enum Content {
    /** Content of equal objects. */
    EQUAL,
    /** Content that was read. */
    READ
  }

  /** An empty result. */
  public static final Verified NONE = of(List.of(), Cost.NONE);

  public Verified {
    first = List.copyOf(first);
  }

  private static Verified of(List<Difference> first, Cost cost) {
    return new Verified(Counters.none(), Counters.none(), first, Counters.none(), cost);
  }

  /** Returns the traffic of planning alone. */
  public static Verified ofPlanning(Traffic traffic) {
    return of(List.of(), Cost.ofPlanning(traffic));
  }

  /** Returns the first differences alone, which are counted elsewhere. */
  public static Verified ofDifferences(List<Difference> first) {
    return of(first, Cost.NONE);
  }

  /** Returns the sum of both results. */
  public Verified plus(Verified other) {
    return new Verified(
        equal.plus(other.equal),
        differences.plus(other.differences),
        first.size() == MAX_KEPT || other.first.isEmpty()
            ? first
            : Stream.concat(first.stream(), other.first.stream()).limit(MAX_KEPT).toList(),
        bytes.plus(other.bytes),
        cost.plus(other.cost));
  }

  /** Returns a copy with the total traffic of the driver. */
  public Verified withDriver(Traffic driver) {
    return new Verified(equal, differences, first, bytes, cost.withDriver(driver));
  }

  /** Returns a copy whose kept differences are in key order. */
  public Verified inOrder() {
    Comparator<Difference> byKey = Comparator.comparing(found -> Bytes.of(found.key()));
    return new Verified(equal, differences, first.stream().sorted(byKey).toList(), bytes, cost);
  }

  /** Returns whether nothing differs and everything could be checked. */
  public boolean isEqual() {
    return differing() == 0;
  }

  /** Returns the number of equal objects. */
  public long objects() {
    return equal.total();
  }

  /** Returns the number of objects that are equal by the given evidence. */
  public long count(Equality by) {
    return equal.of(by);
  }

  /** Returns the number of differences. */
  public long differing() {
    return differences.total();
  }

  /** Returns the number of differences of a kind. */
  public long count(Kind kind) {
    return differences.of(kind);
  }

  /** Returns the bytes of some content. */
  public long bytes(Content content) {
    return bytes.of(content);
  }

  /** Returns the number of the commit's objects that were compared, equal or not. */
  public long entries() {
    return objects() + differing() - count(Kind.EXTRA);
  }

  /** A collector of findings. Not thread-safe. */
  public static final class Collector {
    private final Counters.Collector<Equality> equal = new Counters.Collector<>();
    private final Counters.Collector<Kind> differences = new Counters.Collector<>();
    private final Counters.Collector<Content> bytes = new Counters.Collector<>();
    private final List<Difference> first = new ArrayList<>();
    private final int limit;

    /**
     * Creates a collector.
     *
     * @param limit the maximum number of differences to keep
     */
    public Collector(int limit) {
      this.limit = Math.min(limit, MAX_KEPT);
    }

    /**
     * Adds a finding.
     *
     * @param size the size of the object in bytes
     */
    public void add(Finding finding, long size) {
      bytes.add(Content.READ, finding.bytesRead());
      Difference difference = finding.difference();
      if (difference == null) {
        equal.count(Objects.requireNonNull(finding.equality()));
        bytes.add(Content.EQUAL, size);
        return;
      }
      differences.count(difference.kind());
      if (first.size() < limit) {
        first.add(difference);
      }
    }

    /** Returns the result so far, with its cost. */
    public Verified verified(Cost cost) {
      return new Verified(equal.counters(), differences.counters(), first, bytes.counters(), cost);
    }
  }
}
