package io.spillway.outcome;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objects that an export reads outside the source's own storage, counted by bucket; it adds up.
 *
 * @param buckets the first of the buckets that were met, at most {@link #MAX_BUCKETS}
 * @param others objects of further buckets
 */
public record Imports(Map<String, Tally> buckets, Tally others) implements Serializable {
  /** How many buckets are named. */
  public static final int MAX_BUCKETS = 10;

  /** None. */
  public static final Imports NONE = new Imports(Map.of(), Tally.NONE);

  public Imports {
    buckets = Collections.unmodifiableMap(new TreeMap<>(buckets));
  }

  /** Returns these and those. */
  public Imports and(Imports more) {
    Imports all = new Imports(buckets, others.plus(more.others));
    for (Map.Entry<String, Tally> bucket : more.buckets.entrySet()) {
      all = all.with(bucket.getKey(), bucket.getValue());
    }
    return all;
  }

  private Imports with(String bucket, Tally tally) {
    if (!buckets.containsKey(bucket) && buckets.size() == MAX_BUCKETS) {
      return new Imports(buckets, others.plus(tally));
    }
    Map<String, Tally> more = new TreeMap<>(buckets);
    more.merge(bucket, tally, Tally::plus);
    return new Imports(more, others);
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return buckets.isEmpty() && others.equals(Tally.NONE);
  }

  /** Adds objects up as they come; not for several threads. */
  public static final class Collector {
    private final Map<String, Tally> buckets = new TreeMap<>();
    private Tally others = Tally.NONE;

    /** Counts one more object of that size. */
    public void add(String bucket, long bytes) {
      Tally one = new Tally(1, bytes);
      if (buckets.containsKey(bucket) || buckets.size() < MAX_BUCKETS) {
        buckets.merge(bucket, one, Tally::plus);
      } else {
        others = others.plus(one);
      }
    }

    /** Returns what came so far. */
    public Imports imports() {
      return new Imports(buckets, others);
    }
  }
}
