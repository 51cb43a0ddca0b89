package io.spillway.object.round;

import io.spillway.base.Location;
import io.spillway.ledger.OutcomeLog;
import io.spillway.ledger.OutcomeReader;
import io.spillway.object.plan.Slice;
import io.spillway.object.plan.Step;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskContext;

/**
 * The folder where the workers of one export record outcomes, and find those of earlier attempts.
 *
 * @param stores opens the folder
 * @param outcomes the folder {@code …/exports/<exportId>/outcomes}
 * @param lease the number of this run's lease
 * @param resumes whether earlier runs of this export have written there
 */
public record Journal(Stores stores, Location outcomes, long lease, boolean resumes)
    implements Serializable {
  /** Opens a log for the calling Spark task. */
  OutcomeLog log(Step step) {
    TaskContext task = TaskContext.get();
    return new OutcomeLog(
        store(), folder(step), lease, task == null ? 0 : task.taskAttemptId(), System::nanoTime);
  }

  /**
   * Returns the recorded outcomes of slices in one step. The first attempt of a task reads none if
   * the export resumes nothing.
   *
   * @param slices in the order of their numbers
   */
  OutcomeReader.Found done(Step step, List<Slice> slices) throws IOException {
    return slices.isEmpty() || !(resumes || isRetried())
        ? OutcomeReader.Found.NOTHING
        : OutcomeReader.read(
            store(), folder(step), slices.get(0).number(), slices.get(slices.size() - 1).number());
  }

  private static boolean isRetried() {
    TaskContext task = TaskContext.get();
    return task != null && (task.attemptNumber() > 0 || task.stageAttemptNumber() > 0);
  }

  private ObjectStore store() {
    return stores.open(outcomes);
  }

  private String folder(Step step) {
    return outcomes.resolve(step.name()).path();
  }
}
