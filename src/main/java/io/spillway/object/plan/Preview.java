package io.spillway.object.plan;

import io.spillway.outcome.Tally;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The exact work of one step of an export, as a dry run finds it.
 *
 * @param step the name of the step: {@code copy-1}, {@code delete-2}
 * @param act objects and bytes to copy, or objects to delete
 * @param skipped work that an earlier run of this export has finished
 * @param prefixes work by the first folder of the keys, {@code ""} for keys without one; the first
 *     {@link #MAX_PREFIXES} by name, the others under {@link #OTHERS}
 */
public record Preview(String step, Tally act, Tally skipped, Map<String, Tally> prefixes)
    implements Serializable {
  /** The maximum number of prefixes kept by name. */
  public static final int MAX_PREFIXES = 1_000;

  /** The name for all prefixes that are not kept by name; no key has it as its first folder. */
  public static final String OTHERS = "/…";

  public Preview {
    prefixes = bounded(prefixes);
  }

  /** Returns a preview of a step without work. */
  public static Preview none(String step) {
    return new Preview(step, Tally.NONE, Tally.NONE, Map.of());
  }

  /** Returns the sum of this preview and another of this step. */
  public Preview plus(Preview other) {
    Map<String, Tally> sums = new TreeMap<>(prefixes);
    other.prefixes.forEach((prefix, tally) -> sums.merge(prefix, tally, Tally::plus));
    return new Preview(step, act.plus(other.act), skipped.plus(other.skipped), sums);
  }

  /** Returns the first folder of a key, with its slash, or an empty string if there is none. */
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
