package io.spillway.rows.round;

import io.spillway.base.SpillwayException;
import io.spillway.outcome.Summary;
import io.spillway.outcome.WrittenFiles;
import io.spillway.request.ProgressListener;
import io.spillway.rows.RowPlan;
import io.spillway.rows.Table;
import io.spillway.spark.SerializedValues;
import io.spillway.spark.SparkJobs;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** A runner of the rounds of exports of rows, as Spark jobs. */
public final class RowRunner {
  private static final String SPECULATION = "spark.speculation";

  private final JavaSparkContext spark;
  private final SparkJobs jobs;
  private final ProgressListener listener;

  /** Creates a runner. */
  public RowRunner(JavaSparkContext spark, ProgressListener listener) {
    this.spark = spark;
    this.listener = listener;
    this.jobs = new SparkJobs(spark, listener);
  }

  /**
   * Writes all splits of a plan.
   *
   * @param readers the maximum number of connections to the source, over all tasks
   * @param each receives the result of each task, on the calling thread
   * @param tick runs from time to time meanwhile, on the calling thread
   * @throws SpillwayException (failed) if Spark could not finish it
   */
  public void write(
      RowJob job, RowPlan plan, int readers, Consumer<WrittenFiles> each, Runnable tick) {
    int lanes = lanes(readers);
    List<byte[]> packs = RowPack.of(plan, lanes).stream().map(SerializedValues::encode).toList();
    LongAccumulator rows = jobs.counter();
    LongAccumulator bytes = jobs.counter();
    jobs.lanes(
        job,
        SparkJobs.Stage.ofRows(
            "round 1 of 2",
            "round 1 of 2: write " + plan.tables().size() + " tables to " + root(job),
            expected(plan)),
        packs,
        lanes,
        new WriteTask(job, rows, bytes),
        new SparkJobs.Watch(rows, bytes),
        written -> each.accept(SerializedValues.decode(written, WrittenFiles.class)),
        tick);
  }

  /**
   * Returns the number of lanes. With speculation Spark runs a slow task twice at once, and each of
   * the two has a connection.
   */
  private int lanes(int readers) {
    boolean twice = spark.getConf().getBoolean(SPECULATION, false);
    return Math.max(1, twice ? readers / 2 : readers);
  }

  private static long expected(RowPlan plan) {
    boolean known = plan.tables().stream().allMatch(table -> table.rows() >= 0);
    return known ? plan.tables().stream().mapToLong(RowPlan.PlannedTable::rows).sum() : -1;
  }

  /**
   * Marks all files of each table as written.
   *
   * @return the failures and the cost
   * @throws SpillwayException (failed) if Spark could not finish it
   */
  public Summary succeed(RowJob job, List<Table> tables) {
    List<byte[]> paths =
        tables.stream().map(table -> SerializedValues.encode(job.success(table))).toList();
    int tasks = Math.min(paths.size(), Math.max(1, spark.defaultParallelism()));
    return jobs.run(
            job,
            new SparkJobs.Stage(
                "round 2 of 2",
                "round 2 of 2: mark " + paths.size() + " tables at " + root(job),
                paths.size(),
                -1,
                true),
            paths,
            tasks,
            new SucceedTask(job),
            Summary.class,
            new SparkJobs.Watch(jobs.counter(), jobs.counter()))
        .reduce(Summary.NONE, Summary::plus);
  }

  private static String root(RowJob job) {
    return job.destination().root() + "/" + job.id();
  }

  /** Reports the number of tables that are complete. */
  public void tables(int done, int all) {
    listener.tables(done, all);
  }

  /** Stops the current job and all later ones. May be called from any thread. */
  public void stop() {
    jobs.stop();
  }

  /** Returns whether all tasks run in this process. */
  public boolean isAlone() {
    return jobs.isAlone();
  }

  /** Returns whether tasks may still write after they were waited for. */
  public boolean mayStillWrite() {
    return jobs.mayStillWrite();
  }
}
