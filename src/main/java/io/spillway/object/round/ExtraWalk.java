package io.spillway.object.round;

import io.spillway.base.Bytes;
import io.spillway.base.Messages;
import io.spillway.ledger.OutcomeReader;
import io.spillway.object.Change;
import io.spillway.object.plan.Slice;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The walk of mirror deletes: over the listing of a slice, beside the entries of the snapshots.
 *
 * <p>A slice is listed to its end before any of its objects is visited. If it has other entries
 * than the counting pass found, or more extra objects, no object is visited, because uncounted
 * deletes have no guard.
 */
final class ExtraWalk implements Walk {
  /** The maximum number of objects held in memory; a slice with more is listed a second time. */
  private static final int MOST_HELD = 10_000;

  private final Job job;
  private final Step step;

  ExtraWalk(Job job, Step step) {
    this.job = job;
    this.step = step;
  }

  private record Extra(String path, long size) {}

  /** A receiver of extra objects. */
  private interface Sink {
    void take(String path, long size) throws InterruptedException;
  }

  @Override
  public void walk(Pack pack, Visitor visitor) throws InterruptedException {
    OutcomeReader.Found done;
    try {
      done = job.journal().done(step, pack.slices());
    } catch (IOException | RuntimeException e) {
      visitor.failed("outcomes of " + step, Messages.of(e));
      return;
    }
    for (Slice slice : pack.slices()) {
      try {
        walk(slice, done, visitor);
      } catch (IOException | RuntimeException e) {
        visitor.failed("the listing of " + job.destination().root(), Messages.of(e));
      }
    }
  }

  private void walk(Slice slice, OutcomeReader.Found done, Visitor visitor)
      throws IOException, InterruptedException {
    List<Extra> held = new ArrayList<>();
    Set<String> there = new HashSet<>();
    boolean holds = slice.tally(step).objects() <= MOST_HELD;
    Optional<String> objection =
        look(
            slice,
            (path, size) -> {
              if (holds) {
                held.add(new Extra(path, size));
              }
              if (done.find(path).isPresent()) {
                there.add(path);
              }
            });
    if (objection.isEmpty()) {
      for (Extra extra : held) {
        Walk.stopIfKilled(job);
        visitor.visitExtra(slice, extra.path(), extra.size());
      }
      objection =
          holds ? objection : look(slice, (path, size) -> visitor.visitExtra(slice, path, size));
      visitDone(slice, done, there, visitor);
    }
    objection.ifPresent(reason -> visitor.failed(name(slice), reason));
  }

  private static String name(Slice slice) {
    return "objects between '" + slice.split().after() + "' and '" + slice.split().last() + "'";
  }

  /**
   * Lists a slice, up to the number of extra objects that were counted.
   *
   * @return why the listing is not as counted, or empty
   */
  private Optional<String> look(Slice slice, Sink sink) throws IOException, InterruptedException {
    long planned = slice.tally(step).objects();
    long extras = 0;
    long entries;
    try (ExtraCursor cursor = ExtraCursor.open(job, slice.split())) {
      for (ExtraCursor.Item item = next(cursor); item != null; item = next(cursor)) {
        if (item.fate() != ExtraCursor.Fate.IS_EXTRA || !isOfStep(item.key())) {
          continue;
        }
        if (++extras > planned) {
          return Optional.of(
              "more objects than the "
                  + planned
                  + " that were counted are not in the commit, '"
                  + Failure.printable(item.key().text())
                  + "' among them: some appeared while the export ran. Look what they are, and run it again");
        }
        sink.take(item.key().text(), item.found().size());
      }
      entries = cursor.entries();
    }
    return entries == entries(slice)
        ? Optional.empty()
        : Optional.of(
            "the commit has "
                + entries
                + " objects there, and had "
                + entries(slice)
                + " when they were counted: it cannot be trusted");
  }

  private ExtraCursor.@Nullable Item next(ExtraCursor cursor)
      throws IOException, InterruptedException {
    Walk.stopIfKilled(job);
    return cursor.next();
  }

  /**
   * Returns whether a key belongs to this step. The filter assigns a round to every key, because a
   * plan with failures never runs.
   */
  private boolean isOfStep(Bytes key) {
    return job.filter().roundForKey(key.text()) == step.round();
  }

  private static long entries(Slice slice) {
    return slice.split().changes() - slice.tallies().stream().mapToLong(Tally::objects).sum();
  }

  /**
   * Visits the objects that an earlier attempt at this task has deleted, because they count but are
   * no longer listed. Deletes of another run do not count, because those objects were already gone
   * when this run counted.
   */
  private void visitDone(Slice slice, OutcomeReader.Found done, Set<String> there, Visitor visitor)
      throws InterruptedException {
    for (Map.Entry<String, OutcomeReader.Done> one : done.done().entrySet()) {
      Bytes key = Bytes.of(one.getKey());
      if (one.getValue().lease() == job.journal().lease()
          && slice.split().holds(key)
          && !there.contains(one.getKey())) {
        visitor.visit(slice, new Change(key, null, false), Optional.of(one.getValue()));
      }
    }
  }
}
