package io.spillway.base;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Counts that are named by the constants of an enum, so that two of them cannot be swapped. They
 * add up.
 *
 * @param values the counts that are not zero, in the order of the constants
 */
public record Counters<K extends Enum<K>>(Map<K, Long> values) implements Serializable {
  public Counters {
    Map<K, Long> inOrder = new TreeMap<>(values);
    inOrder.values().removeIf(count -> count == 0);
    values = Collections.unmodifiableMap(inOrder);
  }

  /** Returns counters that are all zero. */
  public static <K extends Enum<K>> Counters<K> none() {
    Map<K, Long> zero = Map.of();
    return new Counters<>(zero);
  }

  /** Returns the count of a name. */
  public long of(K name) {
    return values.getOrDefault(name, 0L);
  }

  /** Returns the sum of all counts. */
  public long total() {
    return values.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns whether all counts are zero. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Returns the sums of these counters and others. */
  public Counters<K> plus(Counters<K> other) {
    Map<K, Long> sums = new TreeMap<>(values);
    other.values.forEach((name, count) -> sums.merge(name, count, Long::sum));
    return new Counters<>(sums);
  }

  /** Returns a copy with another value of one count. */
  public Counters<K> with(K name, long count) {
    Map<K, Long> changed = new TreeMap<>(values);
    changed.put(name, count);
    return new Counters<>(changed);
  }

  /** Returns only the counts of some names. */
  public Counters<K> only(Predicate<K> names) {
    Map<K, Long> some = new TreeMap<>(values);
    some.keySet().removeIf(names.negate());
    return new Counters<>(some);
  }

  /** Counters while they are counted. Not thread-safe. */
  public static final class Collector<K extends Enum<K>> {
    private final Map<K, Long> values = new TreeMap<>();

    /** Counts one of a name. */
    public void count(K name) {
      add(name, 1);
    }

    /** Counts several of a name. */
    public void add(K name, long amount) {
      values.merge(name, amount, Long::sum);
    }

    /** Returns the count of a name so far. */
    public long of(K name) {
      return values.getOrDefault(name, 0L);
    }

    /** Returns the counts so far. */
    public Counters<K> counters() {
      return new Counters<>(values);
    }
  }
}
