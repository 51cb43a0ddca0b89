package io.spillway.object.round;

import io.spillway.ledger.OutcomeReader;
import io.spillway.object.Change;
import io.spillway.object.Entry;
import io.spillway.object.plan.Preview;
import io.spillway.object.plan.Slice;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Tally;
import io.spillway.spark.SerializedValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;

/** A task that takes the walk of {@link SettleTask}, and only counts, or also lists the actions. */
final class PreviewTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final Job job;
  private final Step step;
  private final boolean lists;

  PreviewTask(Job job, Step step, boolean lists) {
    this.job = job;
    this.step = step;
    this.lists = lists;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> packs) throws InterruptedException {
    List<byte[]> results = new ArrayList<>();
    while (packs.hasNext()) {
      Counting counting = new Counting();
      Walk.of(job, step).walk(SerializedValues.decode(packs.next(), Pack.class), counting);
      results.addAll(counting.finish());
    }
    return results.iterator();
  }

  private final class Counting implements Walk.Visitor {
    private final ListTaskResult.Collector listed = new ListTaskResult.Collector();
    private final Map<String, Tally> prefixes = new HashMap<>();
    private Tally others = Tally.NONE;
    private Tally act = Tally.NONE;
    private Tally skipped = Tally.NONE;

    @Override
    public void visit(Slice slice, Change change, Optional<OutcomeReader.Done> done) {
      Entry entry = change.target();
      if (done.isPresent()) {
        skipped = skipped.plus(new Tally(1, entry == null ? 0 : entry.size()));
        return;
      }
      count(change.path(), entry == null ? 0 : entry.size(), entry == null ? -1 : entry.size());
    }

    @Override
    public void visitExtra(Slice slice, String path, long size) {
      count(path, size, size);
    }

    private void count(String path, long bytes, long shown) {
      Tally one = new Tally(1, bytes);
      act = act.plus(one);
      String prefix = Preview.prefixOf(path);
      if (prefixes.containsKey(prefix) || prefixes.size() < Preview.MAX_PREFIXES) {
        prefixes.merge(prefix, one, Tally::plus);
      } else {
        others = others.plus(one);
      }
      if (lists) {
        listed.add(path, shown);
      }
    }

    @Override
    public void failed(String what, String reason) {
      throw new IllegalStateException(what + ": " + reason);
    }

    List<byte[]> finish() {
      if (!others.equals(Tally.NONE)) {
        prefixes.put(Preview.OTHERS, others);
      }
      return listed.finish(new Preview(step.name(), act, skipped, prefixes));
    }
  }
}
