package io.spillway.export;

import io.spillway.base.SpillwayException;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.ProgressStep;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;

/** A handle to an export that runs on its own thread. Safe for use by many threads. */
public final class ExportHandle {
  private final Cancellation cancellation;
  private final Supplier<List<ProgressStep>> progress;
  private final FutureTask<ExportReport> task;

  private ExportHandle(
      Cancellation cancellation,
      Supplier<List<ProgressStep>> progress,
      Function<Cancellation, ExportReport> export) {
    this.cancellation = cancellation;
    this.progress = progress;
    this.task = new FutureTask<>(() -> export.apply(cancellation));
  }

  /**
   * Starts an export.
   *
   * @param progress returns the steps so far; may be called on any thread
   * @param export runs the export with the given cancellation
   */
  public static ExportHandle start(
      Supplier<List<ProgressStep>> progress, Function<Cancellation, ExportReport> export) {
    ExportHandle handle = new ExportHandle(new Cancellation(), progress, export);
    Thread thread = new Thread(handle.task, "spillway-export");
    thread.setDaemon(true); // a process that is told to end still waits for the signature
    thread.start();
    return handle;
  }

  /** Returns the steps so far, in order. */
  public List<ProgressStep> progress() {
    return progress.get();
  }

  /**
   * Cancels the export and returns immediately. Its jobs stop, and it signs FAILURE; an export that
   * has not begun to write ends without a marker. Does nothing if the export has ended.
   */
  public void cancel() {
    cancellation.request();
  }

  /** Returns whether the export has ended, with or without SUCCESS. */
  public boolean isDone() {
    return task.isDone();
  }

  /**
   * Waits for the end of the export. May be called more than once.
   *
   * @return the report of an export that ended with SUCCESS
   * @throws ExportFailedException if it ended without SUCCESS, for example because it was canceled
   * @throws SpillwayException if it could not begin
   * @throws InterruptedException if the waiting thread is interrupted; the export continues
   */
  public ExportReport await() throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
