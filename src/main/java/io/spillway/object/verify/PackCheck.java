package io.spillway.object.verify;

import io.spillway.destination.Found;
import io.spillway.object.Entry;
import io.spillway.object.Split;
import io.spillway.object.UnreadableFormatException;
import io.spillway.object.plan.Slice;
import io.spillway.object.round.Pack;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Tally;
import io.spillway.spark.InFlight;
import io.spillway.spark.JvmProgress;
import io.spillway.spark.TaskRequests;
import io.spillway.store.Meter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of the keys of one pack. Many threads send its requests; its results are in key
 * order. Holds at most {@value #WINDOW} keys.
 */
final class PackCheck {
  private static final int WINDOW = 1_024;
  private static final int PART = 500;

  private final VerifyJob job;
  private final Pack pack;
  private final Checker checker;
  private final TaskRequests requests;
  private final Verified.Collector collector;
  private final Meter meter = new Meter();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Iterator<Split> splits;
  private final long begun = System.nanoTime();
  private @Nullable RootWalk walk;
  private boolean ended;

  /** The pending or completed finding of an object, and the size of the object. */
  private record Waiting(Future<Finding> finding, long size) {}

  /**
   * Creates a check, which sends no request yet.
   *
   * @param kept the maximum number of differences to keep, if not all are requested
   */
  PackCheck(VerifyJob job, Pack pack, int kept) {
    this.job = job;
    this.pack = pack;
    this.checker =
        new Checker(job.comparison().target(), job.destination(), job.read(), job.readsContent());
    this.requests = new TaskRequests(InFlight.of(job.maxConcurrency()));
    this.collector = new Verified.Collector(job.listsAll() ? 0 : kept);
    this.splits = joined(pack).iterator();
  }

  /** Returns the splits of a pack; adjacent slices of a range are joined and read at once. */
  private static List<Split> joined(Pack pack) {
    List<Split> joined = new ArrayList<>();
    for (Slice slice : pack.slices()) {
      Split next = slice.split();
      Split before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (before != null
          && before.last().equals(next.after())
          && before.ranges().equals(next.ranges())) {
        joined.set(joined.size() - 1, before.join(next));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  /** Returns whether another part follows. */
  boolean hasNext() {
    return !ended;
  }

  /** Returns the next part; the last one has the counts, or the failure. */
  VerifyTaskResult next() {
    try (Meter.Scope ignored = meter.bind()) {
      return part();
    } catch (UnreadableFormatException e) {
      close();
      return VerifyTaskResult.unreadable(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The task was killed", e);
    } catch (IOException | RuntimeException e) {
      close();
      return VerifyTaskResult.trouble(e);
    }
  }

  private VerifyTaskResult part() throws IOException, InterruptedException {
    List<Difference> differences = new ArrayList<>();
    while (differences.size() < PART) {
      fill();
      Waiting next = waiting.poll();
      if (next == null) {
        close();
        return VerifyTaskResult.last(differences, verified());
      }
      Finding finding = result(next.finding());
      collector.add(finding, next.size());
      JvmProgress.advance(job.id(), 1, next.size());
      Difference difference = finding.difference();
      if (difference != null && job.listsAll()) {
        differences.add(difference);
      }
    }
    return VerifyTaskResult.part(differences);
  }

  private void fill() throws IOException, InterruptedException {
    while (waiting.size() < WINDOW) {
      RootWalk.Pair pair = pair();
      if (pair == null) {
        return;
      }
      begin(pair);
    }
  }

  private RootWalk.@Nullable Pair pair() throws IOException, InterruptedException {
    stopIfKilled();
    while (walk != null || splits.hasNext()) {
      RootWalk current = walk;
      if (current == null) {
        current =
            RootWalk.open(job.comparison().target(), job.destination(), splits.next(), job.globs());
        walk = current;
      }
      RootWalk.Pair pair = current.next();
      if (pair != null) {
        return pair;
      }
      walk = null;
      current.close();
    }
    return null;
  }

  private void begin(RootWalk.Pair pair) throws InterruptedException {
    Entry entry = pair.entry();
    Found found = pair.found();
    if (entry == null) {
      extra(found);
    } else if (found == null) {
      add(Checker.missing(entry), entry);
    } else {
      Optional<Finding> atOnce = checker.atOnce(entry, found);
      if (atOnce.isPresent()) {
        add(atOnce.get(), entry);
      } else {
        CompletableFuture<Finding> finding = new CompletableFuture<>();
        requests.submit(() -> complete(finding, entry, found));
        waiting.add(new Waiting(finding, entry.size()));
      }
    }
  }

  private void extra(@Nullable Found found) {
    if (found != null && !job.isOfLedger(found)) {
      Difference extra = Difference.extra(found.name().text(), found.size(), found.etag());
      waiting.add(new Waiting(CompletableFuture.completedFuture(Finding.of(extra)), 0));
    }
  }

  private void add(Finding finding, Entry entry) {
    waiting.add(new Waiting(CompletableFuture.completedFuture(finding), entry.size()));
  }

  private void complete(CompletableFuture<Finding> finding, Entry entry, Found found) {
    try {
      finding.complete(checker.check(entry, found));
    } catch (Throwable e) { // also an Error, because a thread waits for the finding
      finding.completeExceptionally(e);
    }
  }

  private static Finding result(Future<Finding> finding) throws InterruptedException {
    try {
      return finding.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
    }
  }

  private Verified verified() {
    Verified found = collector.verified(Cost.NONE);
    List<Slice> slices = pack.slices();
    Slice last = slices.get(slices.size() - 1);
    Duration time = Duration.ofNanos(System.nanoTime() - begun);
    Cost.Task task =
        new Cost.Task(
            "verify",
            slices.get(0).number(),
            last.number(),
            last.split().last().text(),
            new Tally(found.entries(), found.bytes(Verified.Content.EQUAL)),
            time);
    return collector.verified(Cost.of(task, meter.traffic()));
  }

  private static void stopIfKilled() throws InterruptedException {
    TaskContext task = TaskContext.get();
    if (Thread.interrupted() || (task != null && task.isInterrupted())) {
      throw new InterruptedException("The task was killed");
    }
  }

  /** Releases resources. No part may be requested afterwards. */
  void close() {
    ended = true;
    RootWalk current = walk;
    walk = null;
    try {
      if (current != null) {
        current.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      requests.awaitAll();
    }
  }
}
