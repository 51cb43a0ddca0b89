package io.spillway.round;

import io.spillway.ledger.OutcomeReader;
import io.spillway.plan.Slice;
import io.spillway.plan.Step;
import io.spillway.source.Change;
import java.util.Optional;
import org.apache.spark.TaskContext;

/** A task's way through the slices of its pack: what it finds there of its step, key by key. */
interface Walk {
  /** The way of a step. */
  static Walk of(Job job, Step step) {
    return step.mirrors() ? new ExtraWalk(job, step) : new SliceWalk(job, step);
  }

  /** Visits the keys of the step, in order. */
  void walk(Pack pack, Visitor visitor) throws InterruptedException;

  /** What is done at each key. */
  interface Visitor {
    /**
     * A key of the step.
     *
     * @param done what earlier attempts have done about it
     */
    void visit(Slice slice, Change change, Optional<OutcomeReader.Done> done)
        throws InterruptedException;

    /**
     * An object that is there and in no exported state.
     *
     * @param path what a commit would call it
     * @param size bytes
     */
    void visitExtra(Slice slice, String path, long size) throws InterruptedException;

    /** Something could not be read, so that keys were not visited. */
    void failed(String what, String reason);
  }

  /** Ends the task where Spark or the export has stopped it. */
  static void stopIfKilled(Job job) throws InterruptedException {
    TaskContext task = TaskContext.get();
    if (Thread.interrupted()
        || (task != null && task.isInterrupted())
        || Running.here().isStopped(job.run())) {
      throw new InterruptedException("The task was killed");
    }
  }
}
