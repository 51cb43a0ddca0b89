package io.spillway.object.round;

import io.spillway.base.Counters;
import io.spillway.base.Messages;
import io.spillway.object.Change;
import io.spillway.object.ChangeCursor;
import io.spillway.object.Entry;
import io.spillway.object.Split;
import io.spillway.object.UnreadableFormatException;
import io.spillway.object.plan.PlanCount;
import io.spillway.object.plan.SliceCutter;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Imports;
import io.spillway.spark.JvmProgress;
import io.spillway.spark.SerializedValues;
import io.spillway.store.Meter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;

/**
 * The counting pass of a few splits: reads their entries, cuts slices, and finds keys that can
 * never be exported. Of the listing, only the keys of the cuts return to the driver.
 */
public final class CountTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;
  static final int PROGRESS_STEP = 1024;

  /** The round used for keys that are failures; a plan with failures never runs. */
  private static final int ANY_ROUND = 1;

  private final Job job;
  private final int failuresKept;
  private final LongAccumulator counted;

  CountTask(Job job, int failuresKept, LongAccumulator counted) {
    this.job = job;
    this.failuresKept = failuresKept;
    this.counted = counted;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> splits) {
    List<byte[]> counts = new ArrayList<>();
    while (splits.hasNext()) {
      Meter meter = new Meter();
      try (Meter.Scope ignored = meter.bind()) {
        counts.add(
            SerializedValues.encode(
                count(SerializedValues.decode(splits.next(), Split.class), meter)));
      }
    }
    return counts.iterator();
  }

  private CountTaskResult count(Split split, Meter meter) {
    Failures.Collector failures = new Failures.Collector(failuresKept);
    SliceCutter cutter = new SliceCutter(split);
    Imports.Collector imports = new Imports.Collector();
    long seen = 0;
    Counters.Collector<PlanCount> counts = new Counters.Collector<>();
    try (ChangeCursor changes = job.comparison().changes(split)) {
      Leftovers left = Leftovers.of(job, split);
      HiddenKeys hidden = new HiddenKeys(job, split);
      for (Change change = changes.next(); change != null; change = changes.next()) {
        boolean listed = left.pass(change.key());
        boolean there = job.listsRoot() ? listed : change.isInBase();
        boolean deletes = count(change, hidden, cutter, imports, failures);
        counts.add(PlanCount.TO_DELETE, there && deletes ? 1 : 0);
        if (++seen % PROGRESS_STEP == 0) {
          advance(PROGRESS_STEP);
        }
      }
      left.passAll();
      advance(seen % PROGRESS_STEP);
      counts.add(PlanCount.ENTRIES, changes.entries());
      counts.add(PlanCount.OBJECTS, changes.objects());
      counts.add(PlanCount.PRESENT, job.listsRoot() ? left.listed() : changes.present());
      counts.add(PlanCount.LEFTOVERS, left.count());
    } catch (UnreadableFormatException e) {
      return CountTaskResult.unreadable(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      failures.add(split.toString(), Messages.of(e));
    }
    return new CountTaskResult(
        cutter.finish(),
        failures.failures(),
        "",
        counts.counters(),
        imports.imports(),
        meter.traffic());
  }

  private void advance(long changes) {
    JvmProgress.advance(job.id(), changes, 0);
    counted.add(changes);
  }

  /** Counts a change, and returns whether it will be deleted. */
  private boolean count(
      Change change,
      HiddenKeys hidden,
      SliceCutter cutter,
      Imports.Collector imports,
      Failures.Collector failures)
      throws IOException {
    Optional<String> objection = job.objection(change);
    if (objection.isEmpty()) {
      objection = hidden.objection(change);
    }
    if (objection.isPresent() && change.isDelete()) {
      cutter.pass(change.key());
      return false;
    }
    objection.ifPresent(reason -> failures.add(change.path(), reason));
    if (objection.isEmpty()) {
      job.imported(change).ifPresent(place -> imports.add(place, size(change)));
    }
    int round = objection.isPresent() ? ANY_ROUND : round(job, change.path(), failures);
    cutter.add(change.key(), new Step(change.isDelete(), round), size(change));
    return change.isDelete();
  }

  private static long size(Change change) {
    Entry entry = change.target();
    return entry == null ? 0 : entry.size();
  }

  /** Returns the round that the key filter assigns to a key; adds a failure if it assigns none. */
  static int round(Job job, String path, Failures.Collector failures) {
    try {
      int round = job.filter().roundForKey(path);
      if (round >= 1 && round <= job.filter().rounds()) {
        return round;
      }
      failures.add(
          path, "the key filter puts it into round " + round + " of " + job.filter().rounds());
    } catch (RuntimeException e) {
      failures.add(path, "the key filter failed: " + e);
    }
    return ANY_ROUND;
  }
}
