package io.spillway.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A search for names that may have been meant: names that differ in a few letters, or where one
 * begins with or contains the other.
 */
public final class NearNames {
  private static final int MOST = 5;
  private static final int LEAST_PART = 3;

  private NearNames() {}

  /**
   * Returns a sentence that lists the most similar names, preceded by a space; empty if no name is
   * similar.
   */
  public static String hint(String wanted, Collection<String> names) {
    List<String> near = of(wanted, names);
    return near.isEmpty() ? "" : " Near names: '" + String.join("', '", near) + "'.";
  }

  /** Returns the most similar names, the nearest first; empty if no name is similar. */
  static List<String> of(String wanted, Collection<String> names) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> isNear(lower, name.toLowerCase(Locale.ROOT)))
        .sorted(
            Comparator.comparingInt((String name) -> distance(lower, name.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  private static boolean isNear(String wanted, String name) {
    return distance(wanted, name) <= Math.max(1, wanted.length() / 3)
        || isPart(wanted, name)
        || isPart(name, wanted);
  }

  private static boolean isPart(String part, String whole) {
    return part.length() >= LEAST_PART && whole.contains(part);
  }

  /** Returns the number of letters to add, remove, change, or swap with their neighbour. */
  static int distance(String one, String other) {
    int[][] steps = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : cheapest(steps, one, other, i, j);
      }
    }
    return steps[one.length()][other.length()];
  }

  private static int cheapest(int[][] steps, String one, String other, int i, int j) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int edit =
        Math.min(
            steps[i - 1][j - 1] + (same ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(edit, steps[i - 2][j - 2] + 1) : edit;
  }
}
