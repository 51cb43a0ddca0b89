package io.spillway.object.verify;

import io.spillway.base.Bytes;
import io.spillway.object.verify.Difference.Kind;
import io.spillway.outcome.Cost;
import io.spillway.store.Traffic;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The result of comparing a destination with a commit. Results add up.
 *
 * @param equal the number of equal objects, by evidence
 * @param equalBytes bytes of content in equal objects
 * @param differences the number of differences of each kind
 * @param first the first differences, at most {@link #MAX_KEPT}
 * @param bytesRead bytes of content that were read
 * @param cost the total cost
 */
public record Verified(
    Map<Equality, Long> equal,
    long equalBytes,
    Map<Kind, Long> differences,
    List<Difference> first,
    long bytesRead,
    Cost cost)
    implements Serializable {
  /** The maximum number of differences kept. */
  public static final int MAX_KEPT = 10_000;

  /** An empty result. */
  public static final Verified NONE = new Verified(Map.of(), 0, Map.of(), List.of(), 0, Cost.NONE);

  public Verified {
    equal = ordered(equal, Equality.class);
    differences = ordered(differences, Kind.class);
    first = List.copyOf(first);
  }

  private static <K extends Enum<K>> Map<K, Long> ordered(Map<K, Long> counts, Class<K> type) {
    Map<K, Long> ordered = new EnumMap<>(type);
    ordered.putAll(counts);
    return Collections.unmodifiableMap(ordered);
  }

  /** Returns the traffic of planning alone. */
  public static Verified ofPlanning(Traffic traffic) {
    return new Verified(Map.of(), 0, Map.of(), List.of(), 0, Cost.ofPlanning(traffic));
  }

  /** Returns the first differences alone, which are counted elsewhere. */
  public static Verified ofDifferences(List<Difference> first) {
    return new Verified(Map.of(), 0, Map.of(), first, 0, Cost.NONE);
  }

  /** Returns the sum of both results. */
  public Verified plus(Verified other) {
    return new Verified(
        sums(equal, other.equal),
        equalBytes + other.equalBytes,
        sums(differences, other.differences),
        first.size() == MAX_KEPT || other.first.isEmpty()
            ? first
            : Stream.concat(first.stream(), other.first.stream()).limit(MAX_KEPT).toList(),
        bytesRead + other.bytesRead,
        cost.plus(other.cost));
  }

  private static <K> Map<K, Long> sums(Map<K, Long> one, Map<K, Long> other) {
    Map<K, Long> sums = new HashMap<>(one);
    other.forEach((key, count) -> sums.merge(key, count, Long::sum));
    return sums;
  }

  /** Returns a copy with the total traffic of the driver. */
  public Verified withDriver(Traffic driver) {
    return new Verified(equal, equalBytes, differences, first, bytesRead, cost.withDriver(driver));
  }

  /** Returns a copy whose kept differences are in key order. */
  public Verified inOrder() {
    Comparator<Difference> byKey = Comparator.comparing(found -> Bytes.of(found.key()));
    return new Verified(
        equal, equalBytes, differences, first.stream().sorted(byKey).toList(), bytesRead, cost);
  }

  /** Returns whether nothing differs and everything could be checked. */
  public boolean isEqual() {
    return differing() == 0;
  }

  /** Returns the number of equal objects. */
  public long objects() {
    return equal.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the number of objects that are equal by the given evidence. */
  public long count(Equality by) {
    return equal.getOrDefault(by, 0L);
  }

  /** Returns the number of differences. */
  public long differing() {
    return differences.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the number of differences of a kind. */
  public long count(Kind kind) {
    return differences.getOrDefault(kind, 0L);
  }

  /** Returns the number of the commit's objects that were compared, equal or not. */
  public long entries() {
    return objects() + differing() - count(Kind.EXTRA);
  }

  /** A collector of findings. Not thread-safe. */
  public static final class Collector {
    private final Map<Equality, Long> equal = new EnumMap<>(Equality.class);
    private final Map<Kind, Long> differences = new EnumMap<>(Kind.class);
    private final List<Difference> first = new ArrayList<>();
    private final int limit;
    private long equalBytes;
    private long bytesRead;

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
      bytesRead += finding.bytesRead();
      Difference difference = finding.difference();
      if (difference == null) {
        equal.merge(Objects.requireNonNull(finding.equality()), 1L, Long::sum);
        equalBytes += size;
        return;
      }
      differences.merge(difference.kind(), 1L, Long::sum);
      if (first.size() < limit) {
        first.add(difference);
      }
    }

    /** Returns the result so far, with its cost. */
    public Verified verified(Cost cost) {
      return new Verified(equal, equalBytes, differences, first, bytesRead, cost);
    }
  }
}
