package io.spillway.plan;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one step of an export would do, exactly: what a dry run finds.
 *
 * @param step {@code copy-1}, {@code delete-2}
 * @param act what it would copy (objects and bytes) or delete (objects)
 * @param skipped what an earlier run of the same export has finished
 * @param prefixes what it would do by the keys' first folder, {@code ""} for keys without one; the
 *     first {@link #MAX_PREFIXES} by name, the others under {@link #OTHERS}
 */
public record Preview(String step, Tally act, Tally skipped, Map<String, Tally> prefixes)
    implements Serializable {
  /** How many prefixes are kept by name. */
  public static final int MAX_PREFIXES = 1_000;

  /** What stands for all prefixes that are not kept by name; no key begins so. */
  public static final String OTHERS = "/…";

  public Preview {
    prefixes = bounded(prefixes);
  }

  /** Nothing to do in that step. */
  public static Preview none(String step) {
    return new Preview(step, Tally.NONE, Tally.NONE, Map.of());
  }

  /** This and that, of the same step. */
  public Preview plus(Preview other) {
    Map<String, Tally> sums = new TreeMap<>(prefixes);
    other.prefixes.forEach((prefix, tally) -> sums.merge(prefix, tally, Tally::plus));
    return new Preview(step, act.plus(other.act), skipped.plus(other.skipped), sums);
  }

  /** The first folder of a key, with its slash; empty when it lies in none. */
  public static String prefixOf(String key) {
    return key.substring(0, key.indexOf('/') + 1);
  }

  private static Map<String, Tally> bounded(Map<String, Tally> all) {
    TreeMap<String, Tally> kept = new TreeMap<>(all);
    Tally others = Optional.ofNullable(kept.remove(OTHERS)).orElse(Tally.NONE);
    while (kept.size() > MAX_PREFIXES) {
      others = others.plus(kept.pollLastEntry().getValue());
    }
    if (!others.equals(Tally.NONE)) {
      kept.put(OTHERS, others);
    }
    return kept;
  }
}
