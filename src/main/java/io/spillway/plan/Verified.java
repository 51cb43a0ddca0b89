package io.spillway.plan;

import io.spillway.Bytes;
import io.spillway.plan.Difference.Kind;
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
 * What comparing a destination with a commit has found; it adds up.
 *
 * @param equal how many objects are equal, by what tells it
 * @param equalBytes bytes of content in them
 * @param differences how many there are of each kind
 * @param first the first of them, at most {@link #MAX_KEPT}
 * @param bytesRead bytes of content that were read
 * @param cost of all that
 */
public record Verified(
    Map<Equality, Long> equal,
    long equalBytes,
    Map<Kind, Long> differences,
    List<Difference> first,
    long bytesRead,
    Cost cost)
    implements Serializable {
  /** How many differences are kept. */
  public static final int MAX_KEPT = 10_000;

  /** Nothing was compared. */
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

  /** What was read before anything was compared. */
  public static Verified ofPlanning(Traffic traffic) {
    return new Verified(Map.of(), 0, Map.of(), List.of(), 0, Cost.ofPlanning(traffic));
  }

  /** Nothing but the first differences, which are counted elsewhere. */
  public static Verified ofDifferences(List<Difference> first) {
    return new Verified(Map.of(), 0, Map.of(), first, 0, Cost.NONE);
  }

  /** This and that. */
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

  /** The same when the driver has asked so much of stores in all. */
  public Verified withDriver(Traffic driver) {
    return new Verified(equal, equalBytes, differences, first, bytesRead, cost.withDriver(driver));
  }

  /** The same with the differences that are kept in the order of their keys. */
  public Verified inOrder() {
    Comparator<Difference> byKey = Comparator.comparing(found -> Bytes.of(found.key()));
    return new Verified(
        equal, equalBytes, differences, first.stream().sorted(byKey).toList(), bytesRead, cost);
  }

  /** Whether nothing differs, and all could be checked. */
  public boolean isEqual() {
    return differing() == 0;
  }

  /** How many objects are equal. */
  public long objects() {
    return equal.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many of them are, as that tells. */
  public long count(Equality by) {
    return equal.getOrDefault(by, 0L);
  }

  /** How many differences there are. */
  public long differing() {
    return differences.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many differences there are of a kind. */
  public long count(Kind kind) {
    return differences.getOrDefault(kind, 0L);
  }

  /** How many of the commit's objects were compared, equal or not. */
  public long entries() {
    return objects() + differing() - count(Kind.EXTRA);
  }

  /** Adds findings up as they come; not for several threads. */
  public static final class Collector {
    private final Map<Equality, Long> equal = new EnumMap<>(Equality.class);
    private final Map<Kind, Long> differences = new EnumMap<>(Kind.class);
    private final List<Difference> first = new ArrayList<>();
    private final int limit;
    private long equalBytes;
    private long bytesRead;

    /**
     * Collects.
     *
     * @param limit how many differences to keep
     */
    public Collector(int limit) {
      this.limit = Math.min(limit, MAX_KEPT);
    }

    /**
     * One more.
     *
     * @param size of the object, in bytes
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

    /** What came so far, at that cost. */
    public Verified verified(Cost cost) {
      return new Verified(equal, equalBytes, differences, first, bytesRead, cost);
    }
  }
}
