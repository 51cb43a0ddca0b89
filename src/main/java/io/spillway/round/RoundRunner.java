package io.spillway.round;

import io.spillway.ProgressListener;
import io.spillway.SpillwayException;
import io.spillway.lakefs.UnreadableFormatException;
import io.spillway.plan.ExportPlan;
import io.spillway.plan.Failures;
import io.spillway.plan.Round;
import io.spillway.plan.Slice;
import io.spillway.plan.Summary;
import io.spillway.plan.Tally;
import io.spillway.source.Split;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;

/** Runs the counting pass and the rounds of exports as Spark jobs, one job each. */
public final class RoundRunner {
  private static final int MOST_FAILURES_PER_JOB = 200_000;
  private static final String DESCRIPTION = "spark.job.description";

  private final JavaSparkContext spark;
  private final int cores;
  private final ProgressListener listener;

  /**
   * Runs on that Spark.
   *
   * @param parallelism how many tasks may run at once, or 0 for what Spark says
   */
  public RoundRunner(JavaSparkContext spark, int parallelism, ProgressListener listener) {
    this.spark = spark;
    this.cores = parallelism > 0 ? parallelism : Math.max(1, spark.defaultParallelism());
    this.listener = listener;
  }

  /**
   * The counting pass: cuts the source's splits into slices.
   *
   * @throws UnreadableFormatException when the driver or a worker cannot read the source's files; a
   *     slower source may do
   * @throws IOException when the splits cannot be read
   */
  public ExportPlan plan(Job job) throws IOException {
    List<Split> splits = job.source().splits();
    List<byte[]> inputs = splits.stream().map(Wire::encode).toList();
    int tasks = Math.min(inputs.size(), Math.max(cores * 4, inputs.size() / 8));
    long entries = splits.stream().mapToLong(Split::entries).sum();
    LongAccumulator counted = counter();
    String description =
        "plan: count "
            + (entries < 0 ? "the objects" : number(entries) + " objects")
            + " of "
            + job.source().snapshot();
    Stream<Counted> counts =
        run(
            job,
            new Step("planning", description, entries, -1),
            inputs,
            tasks,
            new CountTask(job, failuresPerTask(inputs.size()), counted),
            Counted.class,
            new Watch(counted, counter()));
    return plan(job, counts.iterator());
  }

  /** Takes one result after the other: the failures of all at once could be too much. */
  private static ExportPlan plan(Job job, Iterator<Counted> counts)
      throws UnreadableFormatException {
    List<Slice> slices = new ArrayList<>();
    Failures failures = Failures.NONE;
    while (counts.hasNext()) {
      Counted count = counts.next();
      if (!count.unreadable().isEmpty()) {
        throw new UnreadableFormatException(count.unreadable());
      }
      slices.addAll(count.slices());
      failures = failures.and(count.failures());
    }
    return ExportPlan.of(job.filter().rounds(), slices, failures);
  }

  /**
   * Runs one round to its end, whatever fails in it.
   *
   * @throws SpillwayException (failed) when Spark could not finish it
   */
  public Summary run(Job job, Round round) {
    List<Pack> packs = Packing.pack(round, cores);
    LongAccumulator objects = counter();
    LongAccumulator bytes = counter();
    String name = "round " + round.number() + " of " + job.filter().rounds();
    String description =
        name
            + ": copy "
            + number(round.tally().objects())
            + " objects, "
            + number(round.tally().bytes())
            + " bytes of "
            + job.source().snapshot()
            + " to "
            + job.destination().root();
    return run(
            job,
            new Step(name, description, round.tally().objects(), round.tally().bytes()),
            packs.stream().map(Wire::encode).toList(),
            packs.size(),
            new CopyTask(job, round.number(), failuresPerTask(packs.size()), objects, bytes),
            Summary.class,
            new Watch(objects, bytes))
        .reduce(Summary.NONE, Summary::plus);
  }

  private record Step(String name, String description, long objects, long bytes) {}

  private record Watch(LongAccumulator objects, LongAccumulator bytes) {}

  /** Runs a job; its results are decoded as they are asked for. */
  private <T extends Serializable> Stream<T> run(
      Job job,
      Step step,
      List<byte[]> inputs,
      int tasks,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Class<T> result,
      Watch watch) {
    if (inputs.isEmpty()) {
      return Stream.empty();
    }
    listener.begins(step.name(), step.objects(), step.bytes());
    Live.begin(job.id());
    String tag = "spillway-" + job.id();
    spark.sc().addJobTag(tag);
    spark.setLocalProperty(DESCRIPTION, "Spillway " + step.description());
    try (Poller poller = Poller.start(listener, () -> reached(job, watch))) {
      List<byte[]> results = spark.parallelize(inputs, tasks).mapPartitions(task).collect();
      poller.last();
      return results.stream().map(bytes -> Wire.decode(bytes, result));
    } catch (Exception e) {
      // Spark throws checked exceptions without declaring them. Nothing may go on writing behind
      // the marker.
      cancel(tag);
      throw new SpillwayException(
          SpillwayException.Kind.FAILED,
          "Spark did not finish " + step.name() + ": " + firstLine(e),
          e);
    } finally {
      spark.setLocalProperty(DESCRIPTION, null);
      spark.sc().removeJobTag(tag);
      Live.end(job.id());
      listener.ends();
    }
  }

  private void cancel(String tag) {
    try {
      spark.sc().cancelJobsWithTag(tag);
    } catch (IllegalStateException e) {
      // Spark has stopped, and its jobs with it.
    }
  }

  private static Tally reached(Job job, Watch watch) {
    Tally live = Live.reached(job.id());
    return new Tally(
        Math.max(live.objects(), watch.objects().sum()),
        Math.max(live.bytes(), watch.bytes().sum()));
  }

  private LongAccumulator counter() {
    return spark.sc().longAccumulator();
  }

  /**
   * How many failures a task keeps by name: when all of an export fails in thousands of tasks, what
   * they bring back together must still fit into the driver.
   */
  static int failuresPerTask(int tasks) {
    return Math.max(1, Math.min(MOST_FAILURES_PER_JOB / Math.max(1, tasks), Failures.MAX_KEPT));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
