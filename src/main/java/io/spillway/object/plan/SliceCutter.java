package io.spillway.object.plan;

import io.spillway.base.Bytes;
import io.spillway.object.Split;
import io.spillway.outcome.Tally;
import java.util.ArrayList;
import java.util.List;

/**
 * A cutter of one split into slices of about equal cost, in one pass and with little memory.
 *
 * <p>The borders depend on the split's changes alone, never on the cluster, so a repeated run cuts
 * the same slices. A slice ends when it costs {@value #SMALLEST} requests. Whenever there are
 * {@value #MOST} slices, neighbours are joined and that cost doubles. Any split gives at most
 * {@value #MOST} slices, so the driver can hold those of a hundred million objects.
 */
public final class SliceCutter {
  private static final int SMALLEST = 64;
  private static final int MOST = 128;

  private final Split split;
  private final List<Tally> current = new ArrayList<>();
  private List<Slice> slices = new ArrayList<>();
  private long wanted = SMALLEST;
  private long cost;
  private Bytes after;
  private Bytes last;
  private long changes;

  /** Creates a cutter of a split. */
  public SliceCutter(Split split) {
    this.split = split;
    this.after = split.after();
    this.last = split.after();
  }

  /**
   * Adds the next change of the split.
   *
   * @param step the step that settles the change
   * @param size bytes to copy
   */
  public void add(Bytes key, Step step, long size) {
    while (current.size() <= step.index()) {
      current.add(Tally.NONE);
    }
    Tally one = new Tally(1, size);
    current.set(step.index(), current.get(step.index()).plus(one));
    cost += one.cost();
    last = key;
    changes++;
    if (cost >= wanted) {
      cut();
    }
  }

  /** Passes the next change of the split, which no step settles. */
  public void pass(Bytes key) {
    pass(key, 1);
  }

  /**
   * Passes the next changes of the split, which no step settles.
   *
   * @param key the key of the last of them
   * @param count the number of changes
   */
  public void pass(Bytes key, long count) {
    last = key;
    changes += count;
  }

  private void cut() {
    slices.add(new Slice(0, split.part(after, last, changes), current));
    current.clear();
    after = last;
    cost = 0;
    changes = 0;
    if (slices.size() == MOST) {
      slices = joined();
      wanted *= 2;
    }
  }

  private List<Slice> joined() {
    List<Slice> half = new ArrayList<>(MOST);
    for (int i = 0; i < slices.size(); i += 2) {
      half.add(slices.get(i).join(slices.get(i + 1)));
    }
    return half;
  }

  /** Returns all slices after cutting the last; they cover every change once, in order. */
  public List<Slice> finish() {
    if (changes > 0) {
      cut();
    }
    return List.copyOf(slices);
  }
}
