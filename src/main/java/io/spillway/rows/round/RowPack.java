package io.spillway.rows.round;

import io.spillway.rows.RowPlan;
import io.spillway.rows.TableSplit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The splits of one task. */
record RowPack(List<Item> items) implements Serializable {
  /** The cost of opening a file, in bytes to read. It lets several small tables share a task. */
  private static final long FILE_COST = 1 << 20;

  /**
   * The number of packs per lane, which limits the size of a task so that all lanes are busy to the
   * end.
   */
  private static final int PACKS_PER_LANE = 8;

  private static final long LARGEST = 256L << 20;

  /**
   * A split of a table.
   *
   * @param table index of the table in the plan
   * @param split split to write
   */
  record Item(int table, TableSplit split) implements Serializable {
    long cost() {
      return split.bytes() + FILE_COST;
    }
  }

  RowPack {
    items = List.copyOf(items);
  }

  /** Returns packs of all splits, in order. A costly split has a pack of its own. */
  static List<RowPack> of(RowPlan plan, int lanes) {
    List<Item> all = new ArrayList<>();
    for (int table = 0; table < plan.tables().size(); table++) {
      for (TableSplit split : plan.tables().get(table).splits()) {
        all.add(new Item(table, split));
      }
    }
    long total = all.stream().mapToLong(Item::cost).sum();
    long share = Math.min(LARGEST, Math.max(FILE_COST, total / ((long) lanes * PACKS_PER_LANE)));
    List<RowPack> packs = new ArrayList<>();
    List<Item> current = new ArrayList<>();
    long cost = 0;
    for (Item item : all) {
      if (!current.isEmpty() && cost + item.cost() > share) {
        packs.add(new RowPack(current));
        current = new ArrayList<>();
        cost = 0;
      }
      current.add(item);
      cost += item.cost();
    }
    if (!current.isEmpty()) {
      packs.add(new RowPack(current));
    }
    return packs;
  }
}
