package io.spillway.spark;

import io.spillway.request.ProgressListener;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;

/**
 * A runner of the jobs of one export, one after another. Spark is one implementation; a simulation
 * runs the tasks itself.
 */
public interface JobRunner {
  /**
   * The name and the size of a step's jobs.
   *
   * @param objects the number of objects in the step, or -1 if unknown
   * @param bytes the bytes of content in them, or -1 if unknown
   * @param writes whether the tasks change the destination
   * @param rows whether the tasks process rows instead of objects
   */
  record Stage(
      String name, String description, long objects, long bytes, boolean writes, boolean rows) {
    public Stage(String name, String description, long objects, long bytes, boolean writes) {
      this(name, description, objects, bytes, writes, false);
    }

    /** Returns a stage that writes a number of rows, or -1 if it is unknown. */
    public static Stage ofRows(String name, String description, long count) {
      return new Stage(name, description, count, -1, true, true);
    }

    void begin(ProgressListener listener) {
      if (rows) {
        listener.beginsRows(name, objects);
      } else {
        listener.begins(name, objects, bytes);
      }
    }
  }

  /** Accumulators for the progress of tasks. They carry no results. */
  record Watch(LongAccumulator objects, LongAccumulator bytes) {}

  /** Runs a job. Its results are decoded as they are consumed. */
  <T extends Serializable> Stream<T> run(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      int tasks,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Class<T> result,
      Watch watch);

  /**
   * Runs a job that writes nothing, and whose results are too many for the driver. The results stay
   * on the workers' disks, and are passed on one at a time in the order of the inputs.
   *
   * @param sink receives each result as the task returned it
   */
  void stream(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      int tasks,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Watch watch,
      Consumer<byte[]> sink);

  /**
   * Runs a job for each input in order, with a bound on how many run at once, for tasks that must
   * never exceed this bound anywhere on the cluster.
   *
   * @param lanes the maximum number of concurrent jobs
   * @param each receives each result, on the calling thread
   * @param tick runs from time to time meanwhile, on the calling thread
   */
  void lanes(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      int lanes,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Watch watch,
      Consumer<byte[]> each,
      Runnable tick);

  /**
   * Runs one job with a task for each input, over the whole cluster.
   *
   * @param each receives each result, on the calling thread
   * @param tick runs from time to time meanwhile, on the calling thread
   */
  void spread(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Watch watch,
      Consumer<byte[]> each,
      Runnable tick);

  /** Returns a new accumulator for a {@link Watch}. */
  LongAccumulator counter();

  /** Returns the number of tasks that can run at once, at least 1. */
  int cores();

  /** Returns whether a slow task may run twice at once. */
  boolean speculates();

  /** Returns whether all tasks run in this process, and end with it. */
  boolean isAlone();

  /** Stops the current job and all later ones. May be called from any thread. */
  void stop();

  /**
   * Returns whether tasks may still write although the runner has waited for them. Spark ends a job
   * while some of its tasks still run.
   */
  boolean mayStillWrite();
}
