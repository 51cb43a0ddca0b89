package io.spillway.rows.round;

import io.spillway.ledger.ExportId;
import io.spillway.rows.RowReader;
import io.spillway.rows.destination.RowOutput;
import io.spillway.rows.parquet.RowsWritten;
import io.spillway.spark.JvmProgress;
import io.spillway.spark.RunningTasks;
import io.spillway.store.WriteGuard;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * A timer for a task that reads rows. It reports progress, and cancels the read when the export is
 * stopped, because a read that waits for its server cannot notice that.
 */
final class RowWatch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 200;

  private final ExportId export;
  private final String run;
  private final WriteGuard guard;
  private final @Nullable TaskContext task;
  private final ScheduledExecutorService timer;
  private RowReader.@Nullable Session reading;
  private @Nullable RowOutput file;
  private long told;

  private RowWatch(RowJob job) {
    this.export = job.id();
    this.run = job.run();
    this.guard = job.files().stores().guard();
    this.task = TaskContext.get();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "spillway-row-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  static RowWatch start(RowJob job) {
    RowWatch watch = new RowWatch(job);
    var unused =
        watch.timer.scheduleAtFixedRate(
            watch::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** Starts to watch a read into a file. */
  synchronized void reading(RowReader.Session session, RowOutput into) {
    reading = session;
    file = into;
    JvmProgress.advance(export, -told, 0); // discards the progress of a file that failed
    told = 0;
  }

  /** Stops watching the current read. */
  synchronized void idle() {
    reading = null;
    file = null;
  }

  /** Adds a complete file to the progress. */
  synchronized void advance(RowsWritten rows) {
    JvmProgress.advance(export, rows.rows() - told, rows.bytes());
    told = 0;
  }

  /** Returns whether the task must end. */
  boolean isStopped() {
    return RunningTasks.here().isStopped(run)
        || (task != null && task.isInterrupted())
        || guard.refusal().isPresent();
  }

  private synchronized void look() {
    RowReader.Session session = reading;
    RowOutput into = file;
    if (session == null || into == null) {
      return;
    }
    if (isStopped()) {
      session.cancel();
      return;
    }
    long rows = into.rows();
    JvmProgress.advance(export, rows - told, 0);
    told = rows;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
