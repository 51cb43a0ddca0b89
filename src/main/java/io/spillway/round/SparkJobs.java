package io.spillway.round;

import io.spillway.ProgressListener;
import io.spillway.SpillwayException;
import io.spillway.plan.Tally;
import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/** Runs the Spark jobs of an export one after another, watched, and stopped to the last task. */
final class SparkJobs {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String DESCRIPTION = "spark.job.description";

  private final JavaSparkContext spark;
  private final ProgressListener listener;
  private volatile boolean stopped;
  private boolean mayStillWrite;

  SparkJobs(JavaSparkContext spark, ProgressListener listener) {
    this.spark = spark;
    this.listener = listener;
  }

  /** Stops what runs and whatever would run next; may be called from any thread. */
  void stop() {
    stopped = true;
  }

  /** Whether all tasks run in this process, and end with it. */
  boolean isAlone() {
    return spark.isLocal();
  }

  /** Whether tasks may still write, though they were waited for. */
  boolean mayStillWrite() {
    return mayStillWrite;
  }

  /**
   * What the jobs of a step are called and how much they have to do.
   *
   * @param objects how many there are to pass, or -1
   * @param bytes of content in them, or -1
   * @param writes whether its tasks change the destination
   * @param rows whether it is rows that it passes
   */
  record Stage(
      String name, String description, long objects, long bytes, boolean writes, boolean rows) {
    Stage(String name, String description, long objects, long bytes, boolean writes) {
      this(name, description, objects, bytes, writes, false);
    }

    /** One that writes rows; as many as that, or -1. */
    static Stage ofRows(String name, String description, long count) {
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

  /** Where tasks tell how far they are; never where results come from. */
  record Watch(LongAccumulator objects, LongAccumulator bytes) {}

  /** Runs a job; its results are decoded as they are asked for. */
  <T extends Serializable> Stream<T> run(
      Errand job,
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
        .map(bytes -> Wire.decode(bytes, result));
  }

  /**
   * Runs a job that writes nothing, and whose results are too many for the driver: they wait on the
   * workers' disks, and are passed on one after the other in the order of the inputs.
   *
   * @param sink is told each result as the task gave it
   */
  void stream(
      Errand job,
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
            results.foreachPartition(SparkJobs::drain); // all at once, and not one by one below
            results.toLocalIterator().forEachRemaining(sink);
            return List.of();
          });
    } finally {
      results.unpersist(false);
    }
  }

  /**
   * Runs a job for each input, so many at a time and in their order: for tasks of which no more
   * than so many may ever run at once, wherever they run.
   *
   * @param lanes how many at a time
   * @param each is told each result, on the thread that calls
   * @param tick is run now and then meanwhile, on the same thread
   */
  void lanes(
      Errand job,
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

  private static void drain(Iterator<byte[]> results) {
    results.forEachRemaining(result -> {});
  }

  /** What runs while it is watched. */
  private interface Work {
    List<byte[]> run(Stragglers stragglers) throws Exception;
  }

  private List<byte[]> watched(Errand job, Stage stage, Watch watch, Work work) {
    stage.begin(listener);
    Live.begin(job.id());
    String tag = tag(job);
    spark.sc().addJobTag(tag);
    String name = tag + " " + stage.name();
    spark.setLocalProperty(DESCRIPTION, "Spillway " + stage.description());
    spark.setLocalProperty(Stragglers.JOB, name);
    try (Stragglers stragglers = Stragglers.watch(spark.sc(), name);
        Poller poller = Poller.start(listener, () -> reached(job, watch, tag))) {
      if (stopped) { // whoever has the lease now may write already
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
          "Spark did not finish " + stage.name() + ": " + firstLine(e),
          e);
    } finally {
      spark.setLocalProperty(Stragglers.JOB, null);
      spark.setLocalProperty(DESCRIPTION, null);
      spark.sc().removeJobTag(tag);
      Live.end(job.id());
      listener.ends();
    }
  }

  /** Nothing may go on writing behind the marker, nor when another export has the lease. */
  private List<byte[]> settle(Errand job, Supplier<List<byte[]>> work, Stragglers stragglers) {
    boolean done = false;
    try {
      List<byte[]> results = work.get();
      done = true;
      return results;
    } finally {
      if (!done) {
        Running.here().stop(job.run());
        cancel(tag(job));
      }
      // A cluster may have speculative tasks that still run, and tells of lost executors only by
      // and by: it is waited for in any case.
      if (!done || !spark.isLocal()) {
        mayStillWrite |= !hasEnded(job, stragglers);
      }
      // Its tasks were done again elsewhere; whether it has stopped, nobody can tell.
      mayStillWrite |= stragglers.lostAWorker();
    }
  }

  private boolean hasEnded(Errand job, Stragglers stragglers) {
    return spark.isLocal()
        ? Running.here().awaitEnd(job.run(), PATIENCE)
        : stragglers.await(() -> stopped || spark.sc().isStopped());
  }

  private static String tag(Errand job) {
    return "spillway-" + job.id();
  }

  private void cancel(String tag) {
    try {
      spark.sc().cancelJobsWithTag(tag);
    } catch (IllegalStateException e) {
      // Spark has stopped, and its jobs with it.
    }
  }

  /** Asked a few times a second: a job that began just after it was told to stop stops here. */
  private Tally reached(Errand job, Watch watch, String tag) {
    if (stopped) {
      Running.here().stop(job.run());
      cancel(tag);
    }
    Tally live = Live.reached(job.id());
    return new Tally(
        Math.max(live.objects(), watch.objects().sum()),
        Math.max(live.bytes(), watch.bytes().sum()));
  }

  LongAccumulator counter() {
    return spark.sc().longAccumulator();
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
