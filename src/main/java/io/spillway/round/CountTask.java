package io.spillway.round;

import io.spillway.lakefs.Entry;
import io.spillway.lakefs.UnreadableFormatException;
import io.spillway.plan.Failures;
import io.spillway.plan.SliceCutter;
import io.spillway.source.EntryCursor;
import io.spillway.source.Split;
import io.spillway.transfer.EntryAttributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;

/**
 * The counting pass of a few splits: reads their entries, cuts slices, and finds what can never be
 * exported. Nothing of the listing but the cut keys goes back to the driver.
 */
final class CountTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;
  private static final int PROGRESS_STEP = 1024;

  /** For keys that are failures already: a plan that has failures is never run. */
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
      counts.add(Wire.encode(count(Wire.decode(splits.next(), Split.class))));
    }
    return counts.iterator();
  }

  private Counted count(Split split) {
    Failures.Collector failures = new Failures.Collector(failuresKept);
    SliceCutter cutter = new SliceCutter(split);
    try (EntryCursor entries = job.source().entries(split)) {
      long seen = 0;
      for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
        count(entry, cutter, failures);
        if (++seen % PROGRESS_STEP == 0) {
          advance(PROGRESS_STEP);
        }
      }
      advance(seen % PROGRESS_STEP);
    } catch (UnreadableFormatException e) {
      return Counted.unreadable(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      failures.add(split.toString(), reason(e));
    }
    return Counted.of(cutter.finish(), failures.failures());
  }

  private void advance(long entries) {
    Live.advance(job.id(), entries, 0);
    counted.add(entries);
  }

  private void count(Entry entry, SliceCutter cutter, Failures.Collector failures) {
    Optional<String> objection = objection(entry);
    objection.ifPresent(reason -> failures.add(entry.path(), reason));
    int round = objection.isPresent() ? ANY_ROUND : round(entry.path(), failures);
    cutter.add(entry.key(), round, entry.size());
  }

  private int round(String path, Failures.Collector failures) {
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

  private Optional<String> objection(Entry entry) {
    if (!entry.key().isUtf8()) {
      return Optional.of("the key is not valid UTF-8 (hexadecimal: " + entry.key().hex() + ")");
    }
    return EntryAttributes.objection(entry, job.destination(), job.metadata());
  }

  static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
