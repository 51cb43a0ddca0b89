package io.spillway.object.round;

import io.spillway.base.Messages;
import io.spillway.ledger.OutcomeReader;
import io.spillway.object.Change;
import io.spillway.object.ChangeCursor;
import io.spillway.object.plan.Slice;
import io.spillway.object.plan.Step;
import java.io.IOException;

/** The walk of copies and deletes: over the changes of a slice. */
final class SliceWalk implements Walk {
  private final Job job;
  private final Step step;

  SliceWalk(Job job, Step step) {
    this.job = job;
    this.step = step;
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
      walk(slice, done, visitor);
    }
  }

  private void walk(Slice slice, OutcomeReader.Found done, Visitor visitor)
      throws InterruptedException {
    try (ChangeCursor changes = job.comparison().changes(slice.split())) {
      for (Change change = changes.next(); change != null; change = changes.next()) {
        Walk.stopIfKilled(job);
        if (isOfStep(change)) {
          visitor.visit(slice, change, done.find(change.path()));
        }
      }
    } catch (IOException | RuntimeException e) {
      visitor.failed(slice.split().toString(), Messages.of(e));
    }
  }

  private boolean isOfStep(Change change) {
    return change.isDelete() == step.deletes()
        && !(step.deletes() && job.objection(change).isPresent())
        && job.filter().roundForKey(change.path()) == step.round();
  }
}
