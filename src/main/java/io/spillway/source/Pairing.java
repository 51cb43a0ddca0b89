package io.spillway.source;

import io.spillway.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pairs the ranges of several snapshots by key interval. What all of them share is left out before
 * anything is read; the rest is cut at the last key of every range, so that whatever boundaries
 * have moved, each split has at most one range of each snapshot.
 */
final class Pairing {
  private final List<List<Range>> remaining;
  private final long shared;

  /**
   * Pairs.
   *
   * @param snapshots the ranges of each, in the order of their keys
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

  /** Entries in the ranges that all snapshots share. */
  long shared() {
    return shared;
  }

  /** Entries of the first snapshot in the other ranges, or -1 when they are not counted. */
  long unshared() {
    return remaining.get(0).stream().anyMatch(range -> range.entries() < 0)
        ? -1
        : remaining.get(0).stream().mapToLong(Range::entries).sum();
  }

  /**
   * The splits in the order of their keys.
   *
   * @param toTheEnd whether they cover every key there could be, also where no snapshot has any
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

  /** Every last key once, in order; an open end comes last, written as the empty key. */
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
