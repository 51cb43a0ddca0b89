package io.spillway.source.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * A cutter of a table's leaves into splits of about equal size. It makes as many splits as the
 * table's bytes require and no more, for one large leaf as well as for many small ones.
 */
final class Cutter {
  /** A leaf smaller than a split's size divided by this number stays whole. */
  private static final int WHOLE = 16;

  /** The cost of reading one more leaf, as the number of bytes that could be read in that time. */
  private static final long LEAF_BYTES = 16 * 1024;

  /**
   * A part of a table.
   *
   * @param ranges ranges of leaves, in order
   * @param bytes approximate size
   */
  record Part(List<LeafRange> ranges, long bytes) {}

  private final int count;
  private final double size;
  private final List<Part> parts = new ArrayList<>();
  private List<LeafRange> ranges = new ArrayList<>();
  private double bytes;
  private int closed;

  private Cutter(int count, double size) {
    this.count = count;
    this.size = size;
  }

  /**
   * Returns the number of splits for a table.
   *
   * @param target approximate bytes per split
   */
  static int count(List<Extent> leaves, long target) {
    long bytes = leaves.stream().mapToLong(Extent::bytes).sum();
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, -Math.floorDiv(-bytes, target)));
  }

  /**
   * Cuts a table into parts.
   *
   * @param count maximum number of parts
   * @return at least one part; a part is empty only if the table has no leaf
   */
  static List<Part> cut(List<Extent> leaves, int count) {
    double total = leaves.stream().mapToDouble(Cutter::weight).sum();
    Cutter cutter = new Cutter(count, total / count);
    double start = 0;
    for (Extent leaf : leaves) {
      cutter.add(leaf, start);
      start += weight(leaf);
    }
    cutter.close();
    return cutter.parts.isEmpty() ? List.of(new Part(List.of(), 0)) : cutter.parts;
  }

  private static double weight(Extent leaf) {
    return (double) leaf.bytes() + LEAF_BYTES;
  }

  private void add(Extent leaf, double start) {
    double weight = weight(leaf);
    if (!leaf.canBeCut() || leaf.pages() < 2 || weight * WHOLE < size) {
      while (closed < count - 1 && start + weight / 2 >= bound()) {
        next();
      }
      ranges.add(LeafRange.whole(leaf.leaf()));
      bytes += leaf.bytes();
      return;
    }
    long from = 0;
    while (closed < count - 1 && bound() < start + weight) {
      long block = Math.round((bound() - start) / weight * leaf.pages());
      if (block > from) {
        ranges.add(new LeafRange(leaf.leaf(), from, block));
        bytes += share(leaf, block - from);
        from = block;
      }
      next();
    }
    ranges.add(new LeafRange(leaf.leaf(), from, LeafRange.OPEN));
    bytes += share(leaf, Math.max(0, leaf.pages() - from));
  }

  private static double share(Extent leaf, long pages) {
    return (double) leaf.bytes() / leaf.pages() * pages;
  }

  /** Returns the position at which the current part ends. */
  private double bound() {
    return size * (closed + 1);
  }

  private void next() {
    close();
    closed++;
  }

  private void close() {
    if (!ranges.isEmpty()) {
      parts.add(new Part(ranges, Math.round(bytes)));
      ranges = new ArrayList<>();
      bytes = 0;
    }
  }
}
