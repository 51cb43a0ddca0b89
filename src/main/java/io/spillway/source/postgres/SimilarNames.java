package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Names;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Suggestions for a name that does not exist. */
final class SimilarNames {
  private static final int MOST = 3;
  private static final int LEAST_PART = 3;

  private SimilarNames() {}

  /**
   * Returns a sentence that lists the nearest names, preceded by a space; empty if no name is near.
   */
  static String hint(String wanted, Collection<String> names) {
    String lower = Names.lower(wanted);
    List<String> near =
        names.stream()
            .filter(name -> isNear(lower, Names.lower(name)))
            .sorted(
                Comparator.comparingInt((String name) -> steps(lower, Names.lower(name)))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(MOST)
            .toList();
    return near.isEmpty() ? "" : " There is " + String.join(", ", near) + ".";
  }

  private static boolean isNear(String wanted, String name) {
    boolean isPart = wanted.length() >= LEAST_PART && name.contains(wanted);
    return isPart || steps(wanted, name) <= (wanted.length() + 2) / 3;
  }

  /** Returns the number of characters to replace, add or remove (the Levenshtein distance). */
  private static int steps(String one, String other) {
    int[] before = new int[other.length() + 1];
    for (int j = 0; j < before.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] now = new int[before.length];
      now[0] = i;
      for (int j = 1; j < now.length; j++) {
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        now[j] = Math.min(before[j - 1] + change, Math.min(before[j], now[j - 1]) + 1);
      }
      before = now;
    }
    return before[other.length()];
  }
}
