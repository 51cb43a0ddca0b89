package io.spillway.object.round;

import io.spillway.ledger.OutcomeReader;
import io.spillway.object.Change;
import io.spillway.object.plan.Slice;
import io.spillway.object.plan.Step;
import io.spillway.spark.RunningTasks;
import java.util.Optional;
import org.apache.spark.TaskContext;

/** The walk of a task through the slices of its pack, which visits the keys of a step in order. */
interface Walk {
  /** Returns the walk of a step. */
  static Walk of(Job job, Step step) {
    return step.mirrors() ? new ExtraWalk(job, step) : new SliceWalk(job, step);
  }

  /** Visits the keys of the step, in order. */
  void walk(Pack pack, Visitor visitor) throws InterruptedException;

  /** A visitor of the keys of a step. */
  interface Visitor {
    /**
     * Visits a key of the step.
     *
     * @param done the outcome of earlier attempts, or empty
     */
    void visit(Slice slice, Change change, Optional<OutcomeReader.Done> done)
        throws InterruptedException;

    /**
     * Visits an object at the destination that no exported state has.
     *
     * @param path the name that a commit would give it
     * @param size its size in bytes
     */
    void visitExtra(Slice slice, String path, long size) throws InterruptedException;

    /** Reports input that could not be read, so that keys were not visited. */
    void failed(String what, String reason);
  }

  /** Ends the task if Spark or the export has stopped it. */
  static void stopIfKilled(Job job) throws InterruptedException {
    TaskContext task = TaskContext.get();
    if (Thread.interrupted()
        || (task != null && task.isInterrupted())
        || RunningTasks.here().isStopped(job.run())) {
      throw new InterruptedException("The task was killed");
    }
  }
}
