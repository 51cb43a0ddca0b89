package io.spillway.spark;

import io.spillway.base.Messages;
import io.spillway.base.SpillwayException;
import io.spillway.outcome.Tally;
import io.spillway.request.ProgressListener;
import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * A runner of the Spark jobs of an export, one after another. It reports their progress, and waits
 * for their last task.
 */
public final class SparkJobs implements JobRunner {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long TICK_MILLIS = 500;
  private static final String SPECULATION = "spark.speculation";
  private static final String DESCRIPTION = "spark.job.description";

  private final JavaSparkContext spark;
  private final ProgressListener listener;
  private volatile boolean stopped;
  private boolean mayStillWrite;

  /** Creates a runner. */
  public SparkJobs(JavaSparkContext spark, ProgressListener listener) {
    this.spark = spark;
    this.listener = listener;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean isAlone() {
    return spark.isLocal();
  }

  @Override
  public boolean mayStillWrite() {
    return mayStillWrite;
  }

  @Override
  public <T extends Serializable> Stream<T> run(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      int tasks,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Class<T> result,
      Watch watch) {
    if (inputs.isEmpty()) {
      return Stream.empty();
    }
    return watched(
            job,
            stage,
            watch,
            stragglers -> {
              JavaRDD<byte[]> split = spark.parallelize(inputs, tasks);
              return stage.writes()
                  ? settle(job, () -> split.mapPartitions(task).collect(), stragglers)
                  : split.mapPartitions(task).collect();
            })
        .stream()
        .map(bytes -> SerializedValues.decode(bytes, result));
  }

  @Override
  public void stream(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      int tasks,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Watch watch,
      Consumer<byte[]> sink) {
    if (inputs.isEmpty()) {
      return;
    }
    JavaRDD<byte[]> results =
        spark.parallelize(inputs, tasks).mapPartitions(task).persist(StorageLevel.DISK_ONLY());
    try {
      watched(
          job,
          stage,
          watch,
          stragglers -> {
            results.foreachPartition(SparkJobs::drain); // in parallel, not one by one as below
            results.toLocalIterator().forEachRemaining(sink);
            return List.of();
          });
    } finally {
      results.unpersist(false);
    }
  }

  @Override
  public void lanes(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      int lanes,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Watch watch,
      Consumer<byte[]> each,
      Runnable tick) {
    if (inputs.isEmpty()) {
      return;
    }
    watched(
        job,
        stage,
        watch,
        stragglers ->
            settle(
                job,
                () -> {
                  new Lanes(input -> spark.parallelize(List.of(input), 1).mapPartitions(task))
                      .run(inputs, lanes, each, tick);
                  return List.of();
                },
                stragglers));
  }

  @Override
  public void spread(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Watch watch,
      Consumer<byte[]> each,
      Runnable tick) {
    if (inputs.isEmpty()) {
      return;
    }
    watched(
            job,
            stage,
            watch,
            stragglers -> {
              JavaRDD<byte[]> split = spark.parallelize(inputs, inputs.size());
              return settle(
                  job, () -> collect(split.mapPartitions(task).collectAsync(), tick), stragglers);
            })
        .forEach(each);
  }

  private static List<byte[]> collect(JavaFutureAction<List<byte[]>> job, Runnable tick) {
    try {
      while (true) {
        try {
          return job.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          tick.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(String.valueOf(cause.getMessage()), cause);
    }
  }

  private static void drain(Iterator<byte[]> results) {
    results.forEachRemaining(result -> {});
  }

  /** Work that runs while it is watched. */
  private interface Work {
    List<byte[]> run(Stragglers stragglers) throws Exception;
  }

  private List<byte[]> watched(JobRun job, Stage stage, Watch watch, Work work) {
    stage.begin(listener);
    JvmProgress.begin(job.id());
    String tag = tag(job);
    spark.sc().addJobTag(tag);
    String name = tag + " " + stage.name();
    spark.setLocalProperty(DESCRIPTION, "Spillway " + stage.description());
    spark.setLocalProperty(Stragglers.JOB, name);
    try (Stragglers stragglers = Stragglers.watch(spark.sc(), name);
        Poller poller = Poller.start(listener, () -> reached(job, watch, tag))) {
      if (stopped) { // the next lease may already be in use
        throw new IllegalStateException("the export was told to stop");
      }
      List<byte[]> results = work.run(stragglers);
      poller.last();
      return results;
    } catch (Exception e) {
      // Spark throws checked exceptions without declaring them.
      cancel(tag);
      throw new SpillwayException(
          SpillwayException.Kind.FAILED,
          stopped
              ? "it was told to stop"
              : "Spark did not finish " + stage.name() + ": " + Messages.firstLine(e),
          e);
    } finally {
      spark.setLocalProperty(Stragglers.JOB, null);
      spark.setLocalProperty(DESCRIPTION, null);
      spark.sc().removeJobTag(tag);
      JvmProgress.end(job.id());
      listener.ends();
    }
  }

  /**
   * Runs work, then waits for its tasks, because none may write after the marker or while another
   * export has the lease.
   */
  private List<byte[]> settle(JobRun job, Supplier<List<byte[]>> work, Stragglers stragglers) {
    boolean done = false;
    try {
      List<byte[]> results = work.get();
      done = true;
      return results;
    } finally {
      if (!done) {
        RunningTasks.here().stop(job.run());
        cancel(tag(job));
      }
      // On a cluster speculative tasks may still run, and lost executors are reported late, so this
      // waits in any case.
      if (!done || !spark.isLocal()) {
        mayStillWrite |= !hasEnded(job, stragglers);
      }
      // The tasks of a lost executor ran again elsewhere, but the executor itself may still run.
      mayStillWrite |= stragglers.lostAWorker();
    }
  }

  private boolean hasEnded(JobRun job, Stragglers stragglers) {
    return spark.isLocal()
        ? RunningTasks.here().awaitEnd(job.run(), PATIENCE)
        : stragglers.await(() -> stopped || spark.sc().isStopped());
  }

  private static String tag(JobRun job) {
    return "spillway-" + job.run();
  }

  private void cancel(String tag) {
    try {
      spark.sc().cancelJobsWithTag(tag);
    } catch (IllegalStateException e) {
      // Spark has stopped, and its jobs with it.
    }
  }

  /**
   * Returns the progress. Called a few times a second, so it also stops a job that began just after
   * {@link #stop}.
   */
  private Tally reached(JobRun job, Watch watch, String tag) {
    if (stopped) {
      RunningTasks.here().stop(job.run());
      cancel(tag);
    }
    Tally live = JvmProgress.reached(job.id());
    return new Tally(
        Math.max(live.objects(), watch.objects().sum()),
        Math.max(live.bytes(), watch.bytes().sum()));
  }

  @Override
  public int cores() {
    return Math.max(1, spark.defaultParallelism());
  }

  @Override
  public boolean speculates() {
    return spark.getConf().getBoolean(SPECULATION, false);
  }

  @Override
  public LongAccumulator counter() {
    return spark.sc().longAccumulator();
  }
}
