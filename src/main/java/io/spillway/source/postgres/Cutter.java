package io.spillway.source.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the leaves of a table into splits of about the same size: as many as the table's bytes need
 * and no more, whether it has one large leaf or many small ones.
 */
final class Cutter {
  /** A leaf that is less than this part of a split stays whole. */
  private static final int WHOLE = 16;

  /** What reading one more leaf costs, in bytes that could be read meanwhile. */
  private static final long LEAF_BYTES = 16 * 1024;

  /**
   * A part.
   *
   * @param ranges of it, in order
   * @param bytes of it, about
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

  /** How many splits a table of so many bytes makes. */
  static int count(List<Extent> leaves, long target) {
    long bytes = leaves.stream().mapToLong(Extent::bytes).sum();
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, -Math.floorDiv(-bytes, target)));
  }

  /**
   * Cuts.
   *
   * @param count most splits that are made
   * @return at least one, none of which is empty unless the table has no leaf
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

  /** Where the part in hand ends. */
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
