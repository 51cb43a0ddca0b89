package io.spillway.object;

import io.spillway.base.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ranges of several snapshots, paired by key interval. Ranges that all snapshots share are left
 * out before anything is read. The rest is cut at the last key of every range, so each split has at
 * most one range of each snapshot, wherever boundaries have moved.
 */
final class Pairing {
  private final List<List<Range>> remaining;
  private final long shared;

  /**
   * Creates a pairing.
   *
   * @param snapshots the ranges of each snapshot, in key order
   */
  Pairing(List<List<Range>> snapshots) {
    Set<String> everywhere = everywhere(snapshots);
    this.remaining =
        snapshots.stream()
            .map(ranges -> ranges.stream().filter(r -> !everywhere.contains(r.file())).toList())
            .toList();
    this.shared =
        snapshots.get(0).stream()
            .filter(range -> everywhere.contains(range.file()))
            .mapToLong(Range::entries)
            .sum();
  }

  private static Set<String> everywhere(List<List<Range>> snapshots) {
    Set<String> files = new HashSet<>(files(snapshots.get(0)));
    for (List<Range> other : snapshots) {
      files.retainAll(files(other));
    }
    return snapshots.size() == 1 ? Set.of() : files;
  }

  private static List<String> files(List<Range> ranges) {
    return ranges.stream().filter(Range::isFile).map(Range::file).toList();
  }

  /** Returns the number of entries in the ranges that all snapshots share. */
  long shared() {
    return shared;
  }

  /**
   * Returns the number of the first snapshot's entries in its other ranges, or -1 if not counted.
   */
  long unshared() {
    return remaining.get(0).stream().anyMatch(range -> range.entries() < 0)
        ? -1
        : remaining.get(0).stream().mapToLong(Range::entries).sum();
  }

  /**
   * Returns the splits in key order.
   *
   * @param toTheEnd whether the splits cover every possible key, including keys outside all ranges
   */
  List<Split> splits(boolean toTheEnd) {
    List<Bytes> borders = borders(toTheEnd);
    int[] position = new int[remaining.size()];
    List<Split> splits = new ArrayList<>(borders.size());
    Bytes after = Bytes.EMPTY;
    for (Bytes last : borders) {
      List<Range> ranges = new ArrayList<>(remaining.size());
      for (int snapshot = 0; snapshot < remaining.size(); snapshot++) {
        List<Range> own = remaining.get(snapshot);
        while (position[snapshot] < own.size() && endsBy(own.get(position[snapshot]), after)) {
          position[snapshot]++;
        }
        boolean meets = position[snapshot] < own.size() && begins(own, position[snapshot], last);
        ranges.add(meets ? own.get(position[snapshot]) : Range.NONE);
      }
      splits.add(new Split(after, last, ranges, -1));
      after = last;
    }
    return splits;
  }

  /**
   * Returns the last key of every range once, in order; an open end comes last, as the empty key.
   */
  private List<Bytes> borders(boolean toTheEnd) {
    TreeSet<Bytes> keys = new TreeSet<>();
    remaining.forEach(ranges -> ranges.forEach(range -> keys.add(range.max())));
    boolean open = keys.remove(Bytes.EMPTY) || toTheEnd;
    List<Bytes> borders = new ArrayList<>(keys);
    if (open) {
      borders.add(Bytes.EMPTY);
    }
    return borders;
  }

  private static boolean endsBy(Range range, Bytes after) {
    return range.max().length() > 0 && range.max().compareTo(after) <= 0;
  }

  private static boolean begins(List<Range> own, int position, Bytes last) {
    return last.length() == 0 || own.get(position).min().compareTo(last) <= 0;
  }
}
