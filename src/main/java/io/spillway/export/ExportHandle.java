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

/** An export that runs on a thread of its own. Safe for use by many threads. */
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
   * @param progress returns the steps so far, on any thread
   * @param export runs the export, which the cancellation is passed to
   */
  public static ExportHandle start(
      Supplier<List<ProgressStep>> progress, Function<Cancellation, ExportReport> export) {
    ExportHandle handle = new ExportHandle(new Cancellation(), progress, export);
    Thread thread = new Thread(handle.task, "spillway-export");
    thread.setDaemon(true); // a process that is told to end waits for the signature all the same
    thread.start();
    return handle;
  }

  /** Returns the steps so far, in their order. */
  public List<ProgressStep> progress() {
    return progress.get();
  }

  /**
   * Cancels the export and returns at once. Its jobs stop, and it signs FAILURE; one that has not
   * begun to write yet ends without a marker. Does nothing once the export has ended.
   */
  public void cancel() {
    cancellation.request();
  }

  /** Returns whether the export has ended, with or without SUCCESS. */
  public boolean isDone() {
    return task.isDone();
  }

  /**
   * Waits for the end of the export; may be called more than once.
   *
   * @return the report of an export that ended with SUCCESS
   * @throws ExportFailedException when it ended without SUCCESS, as an export that was canceled
   * @throws SpillwayException when it could not begin
   * @throws InterruptedException when the waiting thread is interrupted; the export goes on
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
