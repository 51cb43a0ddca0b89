package io.spillway.plan;

import io.spillway.Bytes;
import io.spillway.source.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a split into slices of about equal cost, in one pass and with little memory.
 *
 * <p>The borders depend on the split's entries alone, never on the cluster, so that a run that is
 * repeated cuts the same slices. A slice ends when it costs {@value #SMALLEST} requests; whenever
 * there are {@value #MOST} slices, neighbours are joined and that cost doubles: any split gives at
 * most {@value #MOST} slices, so the driver can hold those of a hundred million objects.
 */
public final class SliceCutter {
  private static final int SMALLEST = 64;
  private static final int MOST = 128;

  private final String file;
  private final List<Tally> current = new ArrayList<>();
  private List<Slice> slices = new ArrayList<>();
  private long wanted = SMALLEST;
  private long cost;
  private Bytes after;
  private Bytes last;
  private long entries;

  /** Cuts that split. */
  public SliceCutter(Split split) {
    this.file = split.file();
    this.after = split.after();
    this.last = split.after();
  }

  /**
   * The next entry of the split.
   *
   * @param round the round that exports it, from 1
   * @param size bytes
   */
  public void add(Bytes key, int round, long size) {
    while (current.size() < round) {
      current.add(Tally.NONE);
    }
    Tally one = new Tally(1, size);
    current.set(round - 1, current.get(round - 1).plus(one));
    cost += one.cost();
    last = key;
    entries++;
    if (cost >= wanted) {
      cut();
    }
  }

  private void cut() {
    slices.add(new Slice(Split.part(file, after, last, entries), current));
    current.clear();
    after = last;
    cost = 0;
    entries = 0;
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

  /** All slices; they cover every entry once, in order. */
  public List<Slice> finish() {
    if (entries > 0) {
      cut();
    }
    return List.copyOf(slices);
  }
}
