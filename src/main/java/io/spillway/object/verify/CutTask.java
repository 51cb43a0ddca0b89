package io.spillway.object.verify;

import io.spillway.base.KeyGlobs;
import io.spillway.object.Change;
import io.spillway.object.ChangeCursor;
import io.spillway.object.Entry;
import io.spillway.object.Split;
import io.spillway.object.UnreadableFormatException;
import io.spillway.object.plan.Slice;
import io.spillway.object.plan.SliceCutter;
import io.spillway.object.plan.Step;
import io.spillway.spark.JvmProgress;
import io.spillway.spark.SerializedValues;
import io.spillway.store.Meter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * A task that cuts the splits of a snapshot into slices of about equal reading cost. Unlike the
 * slices of an export, they cover every possible key, because the destination may have other keys.
 */
final class CutTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  /** The step under which slices count their content, as if it were to be copied. */
  static final Step READ = Step.copy(1);

  private final VerifyJob job;

  CutTask(VerifyJob job) {
    this.job = job;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> splits) {
    List<byte[]> cuts = new ArrayList<>();
    while (splits.hasNext()) {
      Meter meter = new Meter();
      try (Meter.Scope ignored = meter.bind()) {
        cuts.add(
            SerializedValues.encode(
                cut(SerializedValues.decode(splits.next(), Split.class), meter)));
      }
    }
    return cuts.iterator();
  }

  private CutTaskResult cut(Split split, Meter meter) {
    SliceCutter cutter = new SliceCutter(split);
    KeyGlobs globs = job.globs();
    long passed = 0;
    try (ChangeCursor entries = job.comparison().changes(split)) {
      for (Change next = entries.next(); next != null; next = entries.next()) {
        Entry entry = next.target();
        if (entry != null && globs.matches(next.key())) {
          cutter.add(next.key(), READ, entry.size());
        } else {
          cutter.pass(next.key());
        }
        passed++;
      }
      JvmProgress.advance(job.id(), passed, 0);
      return new CutTaskResult(
          toTheEnd(split, cutter.finish()), VerifyTaskResult.ofPlanning(meter.traffic()));
    } catch (UnreadableFormatException e) {
      return new CutTaskResult(
          List.of(), VerifyTaskResult.unreadable(String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException e) {
      return new CutTaskResult(List.of(), VerifyTaskResult.trouble(e));
    }
  }

  /** Extends the last slice to the end of the split. */
  private static List<Slice> toTheEnd(Split split, List<Slice> slices) {
    if (slices.isEmpty()) {
      return List.of(new Slice(0, split, List.of()));
    }
    List<Slice> all = new ArrayList<>(slices);
    Slice last = all.remove(all.size() - 1);
    Split longer = split.part(last.split().after(), split.last(), last.split().changes());
    all.add(new Slice(0, longer, last.tallies()));
    return all;
  }
}
