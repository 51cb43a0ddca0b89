package io.spillway.object.copy;

import io.spillway.base.Location;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cheapest usable way for each bucket that objects come from. The first copies from a bucket
 * are the probe. A way that is refused before it has ever worked is not tried again. A way that has
 * worked is kept; a single object that is refused tries the next way alone.
 *
 * <p>A way chosen instead of a cheaper one is reported once, after it has worked.
 */
final class Ways {
  private static final Logger LOG = LoggerFactory.getLogger(Ways.class);

  private final Map<Location, Learnt> learnt = new ConcurrentHashMap<>();
  private final Map<String, String> remarks = new ConcurrentHashMap<>();

  private static final class Learnt {
    private Way first;
    private boolean proved;
    private String refusal = "";

    Learnt(Way first) {
      this.first = first;
    }
  }

  /** Returns the way to try first. */
  Way first(Location container, Way cheapest) {
    Learnt bucket = learnt.computeIfAbsent(container, ignored -> new Learnt(cheapest));
    synchronized (bucket) {
      return bucket.first;
    }
  }

  void worked(Location container, Way way) {
    Learnt bucket = learnt.get(container);
    if (bucket == null) {
      return;
    }
    synchronized (bucket) {
      if (bucket.first == way && !bucket.proved) {
        bucket.proved = true;
        remark(container, bucket);
      }
    }
  }

  private void remark(Location container, Learnt bucket) {
    if (bucket.refusal.isEmpty()) {
      return;
    }
    String remark = "objects from " + container + " go " + bucket.first.words();
    LOG.warn("The {}: {}", remark, bucket.refusal);
    remarks.put(remark, bucket.refusal);
  }

  void refused(Location container, Way way, Way next, String reason) {
    Learnt bucket = learnt.get(container);
    if (bucket == null) {
      return;
    }
    synchronized (bucket) {
      if (bucket.first == way && !bucket.proved) {
        bucket.first = next;
        bucket.refusal = reason;
      }
    }
  }

  /** Returns the ways chosen instead of cheaper ones, with reasons. */
  Map<String, String> remarks() {
    return Map.copyOf(remarks);
  }
}
