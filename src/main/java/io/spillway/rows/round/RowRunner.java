package io.spillway.rows.round;

import io.spillway.base.SpillwayException;
import io.spillway.outcome.WrittenFiles;
import io.spillway.request.ProgressListener;
import io.spillway.rows.Concurrency;
import io.spillway.rows.RowPlan;
import io.spillway.spark.JobRunner;
import io.spillway.spark.SerializedValues;
import io.spillway.spark.SparkJobs;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** A runner of the rounds of row exports, as Spark jobs. */
public final class RowRunner {
  private final JobRunner jobs;
  private final ProgressListener listener;

  /** Creates a runner. */
  public RowRunner(JavaSparkContext spark, ProgressListener listener) {
    this(new SparkJobs(spark, listener), listener);
  }

  /** Creates a runner that uses a given job runner in place of Spark. */
  public RowRunner(JobRunner jobs, ProgressListener listener) {
    this.jobs = jobs;
    this.listener = listener;
  }

  /**
   * Writes all splits of a plan.
   *
   * @param concurrency number of splits that may be read at once
   * @param connections maximum number of connections to the source
   * @param each receiver of each task's result, called on the calling thread
   * @param tick callback that runs periodically during the round, on the calling thread
   * @throws SpillwayException (failed) if Spark could not finish the round
   */
  public void write(
      RowJob job,
      RowPlan plan,
      Concurrency concurrency,
      int connections,
      Consumer<WrittenFiles> each,
      Runnable tick) {
    boolean limited = concurrency instanceof Concurrency.Limited;
    int lanes =
        concurrency instanceof Concurrency.Limited limit
            ? lanes(limit.readers(connections))
            : jobs.cores();
    List<byte[]> packs = RowPack.of(plan, lanes).stream().map(SerializedValues::encode).toList();
    LongAccumulator rows = jobs.counter();
    LongAccumulator bytes = jobs.counter();
    JobRunner.Stage stage =
        JobRunner.Stage.ofRows(
            "round 1 of 2",
            "round 1 of 2: write " + plan.tables().size() + " tables to " + job.destination(),
            expected(plan));
    WriteTask task = new WriteTask(job, rows, bytes);
    JobRunner.Watch watch = new JobRunner.Watch(rows, bytes);
    Consumer<byte[]> decoded =
        written -> each.accept(SerializedValues.decode(written, WrittenFiles.class));
    if (limited) {
      jobs.lanes(job, stage, packs, lanes, task, watch, decoded, tick);
    } else {
      jobs.spread(job, stage, packs, task, watch, decoded, tick);
    }
  }

  /**
   * Returns the number of lanes. With speculation, Spark may run a slow task twice at the same
   * time, and each attempt needs a connection.
   */
  private int lanes(int readers) {
    return Math.max(1, jobs.speculates() ? readers / 2 : readers);
  }

  private static long expected(RowPlan plan) {
    boolean known = plan.tables().stream().allMatch(table -> table.rows() >= 0);
    return known ? plan.tables().stream().mapToLong(RowPlan.PlannedTable::rows).sum() : -1;
  }

  /** Runs the commit of written files, and reports it as a step. */
  public <T> T commit(int tables, Callable<T> commit) throws Exception {
    listener.begins("round 2 of 2", tables, -1);
    try {
      T result = commit.call();
      listener.reached(tables, 0);
      return result;
    } finally {
      listener.ends();
    }
  }

  /** Reports the number of complete tables. */
  public void tables(int done, int all) {
    listener.tables(done, all);
  }

  /** Returns the job runner. */
  public JobRunner jobs() {
    return jobs;
  }
}
