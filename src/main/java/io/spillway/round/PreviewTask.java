package io.spillway.round;

import io.spillway.lakefs.Entry;
import io.spillway.ledger.OutcomeReader;
import io.spillway.plan.Preview;
import io.spillway.plan.Slice;
import io.spillway.plan.Step;
import io.spillway.plan.Tally;
import io.spillway.source.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Walks the way that {@link SettleTask} would walk, and only counts. */
final class PreviewTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final Job job;
  private final Step step;

  PreviewTask(Job job, Step step) {
    this.job = job;
    this.step = step;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> packs) throws InterruptedException {
    List<byte[]> previews = new ArrayList<>();
    while (packs.hasNext()) {
      Counting counting = new Counting();
      new SliceWalk(job, step).walk(Wire.decode(packs.next(), Pack.class), counting);
      previews.add(Wire.encode(counting.preview()));
    }
    return previews.iterator();
  }

  private final class Counting implements SliceWalk.Visitor {
    private final Map<String, Tally> prefixes = new HashMap<>();
    private Tally others = Tally.NONE;
    private Tally act = Tally.NONE;
    private Tally skipped = Tally.NONE;

    @Override
    public void visit(Slice slice, Change change, Optional<OutcomeReader.Done> done) {
      Entry entry = change.target();
      Tally one = new Tally(1, entry == null ? 0 : entry.size());
      if (done.isPresent()) {
        skipped = skipped.plus(one);
        return;
      }
      act = act.plus(one);
      String prefix = Preview.prefixOf(change.path());
      if (prefixes.containsKey(prefix) || prefixes.size() < Preview.MAX_PREFIXES) {
        prefixes.merge(prefix, one, Tally::plus);
      } else {
        others = others.plus(one);
      }
    }

    @Override
    public void failed(String what, String reason) {
      throw new IllegalStateException(what + ": " + reason);
    }

    Preview preview() {
      if (!others.equals(Tally.NONE)) {
        prefixes.put(Preview.OTHERS, others);
      }
      return new Preview(step.name(), act, skipped, prefixes);
    }
  }
}
