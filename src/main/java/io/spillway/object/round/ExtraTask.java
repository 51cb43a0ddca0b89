package io.spillway.object.round;

import io.spillway.base.Bytes;
import io.spillway.base.Counters;
import io.spillway.base.Messages;
import io.spillway.destination.Claim;
import io.spillway.object.Split;
import io.spillway.object.plan.PlanCount;
import io.spillway.object.plan.SliceCutter;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Failures;
import io.spillway.spark.JvmProgress;
import io.spillway.spark.SerializedValues;
import io.spillway.store.Meter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;

/**
 * The counting pass of a mirror in a few splits: counts objects at the destination that no exported
 * state has, and finds claims of other owners to folders there.
 */
final class ExtraTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final Job job;
  private final int failuresKept;
  private final LongAccumulator counted;

  ExtraTask(Job job, int failuresKept, LongAccumulator counted) {
    this.job = job;
    this.failuresKept = failuresKept;
    this.counted = counted;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> splits) throws InterruptedException {
    List<byte[]> counts = new ArrayList<>();
    while (splits.hasNext()) {
      Meter meter = new Meter();
      try (Meter.Scope ignored = meter.bind()) {
        Count count = new Count(SerializedValues.decode(splits.next(), Split.class));
        counts.add(SerializedValues.encode(count.count(meter)));
      }
    }
    return counts.iterator();
  }

  private final class Count {
    private final Split split;
    private final Failures.Collector failures = new Failures.Collector(failuresKept);
    private final SliceCutter cutter;
    private final Map<String, Claim> claims = new LinkedHashMap<>();
    private final Counters.Collector<PlanCount> counts = new Counters.Collector<>();

    Count(Split split) {
      this.split = split;
      this.cutter = new SliceCutter(split);
    }

    ExtrasCounted count(Meter meter) throws InterruptedException {
      try (ExtraCursor cursor = ExtraCursor.open(job, split)) {
        for (ExtraCursor.Item item = cursor.next(); item != null; item = cursor.next()) {
          Walk.stopIfKilled(job);
          passEntries(cursor);
          add(item);
          if (cursor.listed() % CountTask.PROGRESS_STEP == 0) {
            advance(CountTask.PROGRESS_STEP);
          }
        }
        passEntries(cursor);
        advance(cursor.listed() % CountTask.PROGRESS_STEP);
      } catch (IOException | RuntimeException e) {
        failures.add("the listing of " + job.destination().root(), Messages.of(e));
      }
      return new ExtrasCounted(
          cutter.finish(),
          failures.failures(),
          List.copyOf(claims.values()),
          counts.counters(),
          meter.traffic());
    }

    private void passEntries(ExtraCursor cursor) {
      long more = cursor.entries() - counts.of(PlanCount.ENTRIES);
      if (more > 0) {
        cutter.pass(cursor.lastEntry(), more);
        counts.add(PlanCount.ENTRIES, more);
      }
    }

    private void add(ExtraCursor.Item item) {
      counts.add(PlanCount.PRESENT, item.fate() == ExtraCursor.Fate.IS_OUTSIDE ? 0 : 1);
      switch (item.fate()) {
        case STAYS -> {
          // neither deleted nor claimed
        }
        case IS_DELETED -> counts.count(PlanCount.TO_DELETE);
        case IS_KEPT -> {
          counts.count(PlanCount.LEFTOVERS);
          claim(item.key());
        }
        case IS_OUTSIDE -> claim(item.key());
        case IS_EXTRA -> {
          counts.count(PlanCount.TO_DELETE);
          claim(item.key());
          String path = item.key().text();
          cutter.add(item.key(), Step.mirror(CountTask.round(job, path, failures)), 0);
        }
      }
    }

    /** Adds a claim to the folder of a key, unless the filters exclude the whole folder. */
    private void claim(Bytes key) {
      Claim.of(key.text())
          .filter(claim -> job.globs().mayMatch(first(claim), last(claim)))
          .filter(claim -> claims.size() < Mirroring.MOST_CLAIMS)
          .ifPresent(claim -> claims.putIfAbsent(claim.folder(), claim));
    }

    private Bytes first(Claim claim) {
      return Bytes.of(claim.folder().isEmpty() ? "" : claim.folder() + "/");
    }

    private Bytes last(Claim claim) {
      return Bytes.of(
          claim.folder().isEmpty()
              ? ""
              : claim.folder() + "/" + Character.toString(Character.MAX_CODE_POINT));
    }

    private void advance(long objects) {
      JvmProgress.advance(job.id(), objects, 0);
      counted.add(objects);
    }
  }
}
