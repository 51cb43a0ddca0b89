package io.spillway.round;

import io.spillway.ledger.OutcomeReader;
import io.spillway.plan.Slice;
import io.spillway.plan.Step;
import io.spillway.source.Change;
import io.spillway.source.ChangeCursor;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.TaskContext;

/** A task's way through the slices of its pack: what it finds there of its step, key by key. */
final class SliceWalk {
  private final Job job;
  private final Step step;

  /** What is done at each key. */
  interface Visitor {
    /**
     * A key of the step.
     *
     * @param done what earlier attempts have done about it
     */
    void visit(Slice slice, Change change, Optional<OutcomeReader.Done> done)
        throws InterruptedException;

    /** Something could not be read, so that keys were not visited. */
    void failed(String what, String reason);
  }

  SliceWalk(Job job, Step step) {
    this.job = job;
    this.step = step;
  }

  void walk(Pack pack, Visitor visitor) throws InterruptedException {
    OutcomeReader.Found done;
    try {
      done = job.journal().done(step, pack.slices());
    } catch (IOException | RuntimeException e) {
      visitor.failed("outcomes of " + step, CountTask.reason(e));
      return;
    }
    for (Slice slice : pack.slices()) {
      walk(slice, done, visitor);
    }
  }

  private void walk(Slice slice, OutcomeReader.Found done, Visitor visitor)
      throws InterruptedException {
    try (ChangeCursor changes = job.comparison().changes(slice.split())) {
      for (Change change = changes.next(); change != null; change = changes.next()) {
        stopIfKilled();
        if (isOfStep(change)) {
          visitor.visit(slice, change, done.find(change.path()));
        }
      }
    } catch (IOException | RuntimeException e) {
      visitor.failed(slice.split().toString(), CountTask.reason(e));
    }
  }

  private boolean isOfStep(Change change) {
    return change.isDelete() == step.deletes()
        && !(step.deletes() && job.objection(change).isPresent())
        && job.filter().roundForKey(change.path()) == step.round();
  }

  private void stopIfKilled() throws InterruptedException {
    TaskContext task = TaskContext.get();
    if (Thread.interrupted()
        || (task != null && task.isInterrupted())
        || Running.here().isStopped(job.run())) {
      throw new InterruptedException("The task was killed");
    }
  }
}
