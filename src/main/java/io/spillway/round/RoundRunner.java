package io.spillway.round;

import io.spillway.ProgressListener;
import io.spillway.SpillwayException;
import io.spillway.lakefs.UnreadableFormatException;
import io.spillway.plan.Cost;
import io.spillway.plan.ExportPlan;
import io.spillway.plan.Failures;
import io.spillway.plan.Imports;
import io.spillway.plan.PlannedAction;
import io.spillway.plan.Preview;
import io.spillway.plan.Round;
import io.spillway.plan.Slice;
import io.spillway.plan.Step;
import io.spillway.plan.Summary;
import io.spillway.source.Comparison;
import io.spillway.source.Split;
import io.spillway.store.Traffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/** Runs the counting pass and the rounds of exports as Spark jobs, one job each. */
public final class RoundRunner {
  private static final int MOST_FAILURES_PER_JOB = 200_000;

  private final SparkJobs jobs;
  private final int cores;
  private final @Nullable Consumer<PlannedAction> actions;

  /**
   * Runs on that Spark.
   *
   * @param parallelism how many tasks may run at once, or 0 for what Spark says
   */
  public RoundRunner(JavaSparkContext spark, int parallelism, ProgressListener listener) {
    this(spark, parallelism, listener, null);
  }

  /**
   * The same, and previews tell of each action.
   *
   * @param actions is told, on the thread that asks for the preview
   */
  public RoundRunner(
      JavaSparkContext spark,
      int parallelism,
      ProgressListener listener,
      @Nullable Consumer<PlannedAction> actions) {
    this.actions = actions;
    this.jobs = new SparkJobs(spark, listener);
    this.cores = parallelism > 0 ? parallelism : Math.max(1, spark.defaultParallelism());
  }

  /**
   * The counting pass: cuts the comparison's splits into slices.
   *
   * @param inBase how many of the keys that are looked at the first base has, where that is known
   * @throws UnreadableFormatException when the driver or a worker cannot read the source's files; a
   *     slower source may do
   * @throws IOException when the splits cannot be read
   */
  public ExportPlan plan(Job job, OptionalLong inBase) throws IOException {
    Comparison.Pieces pieces = job.comparison().pieces(job.listsRoot());
    List<Split> splits = pieces.splits();
    List<byte[]> inputs = splits.stream().map(Wire::encode).toList();
    int tasks = Math.min(inputs.size(), Math.max(cores * 4, inputs.size() / 8));
    LongAccumulator counted = jobs.counter();
    Stream<Counted> counts =
        jobs.run(
            job,
            new SparkJobs.Stage(
                "planning", planning(job, pieces.unshared()), expected(job, pieces), -1, false),
            inputs,
            tasks,
            new CountTask(job, failuresPerTask(inputs.size()), counted),
            Counted.class,
            new SparkJobs.Watch(counted, jobs.counter()));
    return plan(job, pieces, counts.iterator(), inBase);
  }

  /** How many changes there will be: all of a full export, and nobody knows of a diff. */
  private static long expected(Job job, Comparison.Pieces pieces) {
    return job.comparison().isFull() ? pieces.unshared() : -1;
  }

  private static String planning(Job job, long entries) {
    return "plan: "
        + (job.comparison().isFull() ? "count " : "compare ")
        + (entries < 0 ? "the objects" : number(entries) + " objects")
        + " of "
        + job.comparison().target().snapshot();
  }

  /** Takes one result after the other: the failures of all at once could be too much. */
  private static ExportPlan plan(
      Job job, Comparison.Pieces pieces, Iterator<Counted> counts, OptionalLong inBase)
      throws IOException {
    List<Slice> slices = new ArrayList<>();
    Failures failures = Failures.NONE;
    long entries = 0;
    long objects = 0;
    long present = 0;
    long doomed = 0;
    long leftovers = 0;
    Imports imports = Imports.NONE;
    Traffic traffic = Traffic.NONE;
    while (counts.hasNext()) {
      Counted count = counts.next();
      if (!count.unreadable().isEmpty()) {
        throw new UnreadableFormatException(count.unreadable());
      }
      slices.addAll(count.slices());
      failures = failures.and(count.failures());
      entries += count.entries();
      objects += count.objects();
      present += count.present();
      doomed += count.doomed();
      leftovers += count.leftovers();
      imports = imports.and(count.imports());
      traffic = traffic.plus(count.traffic());
    }
    if (failures.isEmpty() && pieces.unshared() >= 0 && pieces.unshared() != entries) {
      throw new IOException(
          "The commit's ranges hold "
              + entries
              + " objects where they promise "
              + pieces.unshared()
              + ": they cannot be trusted");
    }
    long left = left(job.comparison(), pieces, present, inBase);
    return ExportPlan.of(job.filter().rounds(), slices, failures)
        .knowing(
            failures.isEmpty() && left >= 0 ? left + objects : -1, // some were not counted
            Math.max(0, left) + present,
            doomed,
            leftovers)
        .costing(Cost.ofPlanning(traffic))
        .importing(imports);
  }

  /**
   * How many objects are looked at in what all snapshots share, so that it was not read, or -1 when
   * nobody knows.
   */
  private static long left(
      Comparison comparison, Comparison.Pieces pieces, long present, OptionalLong inBase) {
    if (comparison.globs().isAll()) {
      return pieces.shared();
    }
    return comparison.isFull() ? 0 : Math.max(-1, inBase.orElse(-1) - present);
  }

  /**
   * The counting pass of a mirror, over the whole listing of the root.
   *
   * @param plan what is to be done before it
   * @return the same plan with what the mirror deletes at its end
   * @throws IOException as {@link #plan}
   */
  public ExportPlan mirror(Job job, ExportPlan plan) throws IOException {
    return plan.mirroring(new Mirroring(jobs, cores).count(job, plan.objects()));
  }

  /**
   * Runs one round to its end, whatever fails in it.
   *
   * @throws SpillwayException (failed) when Spark could not finish it
   */
  public Summary run(Job job, Round round) {
    List<Pack> packs = Packing.pack(round, cores);
    LongAccumulator objects = jobs.counter();
    LongAccumulator bytes = jobs.counter();
    return jobs.run(
            job,
            stage(job, round),
            packs.stream().map(Wire::encode).toList(),
            packs.size(),
            new SettleTask(job, round.step(), failuresPerTask(packs.size()), objects, bytes),
            Summary.class,
            new SparkJobs.Watch(objects, bytes))
        .reduce(Summary.NONE, Summary::plus);
  }

  /**
   * What a round would do, and what of it an earlier run has done; nothing is written. Whoever
   * wants to know is told of each action, in the order of their keys.
   */
  public Preview preview(Job job, Round round) {
    boolean lists = actions != null;
    List<Pack> packs = lists ? Packing.inOrder(round) : Packing.pack(round, cores);
    Step step = round.step();
    SparkJobs.Stage stage =
        new SparkJobs.Stage("preview of " + step.name(), "preview: " + step.name(), -1, -1, false);
    List<byte[]> inputs = packs.stream().map(Wire::encode).toList();
    PreviewTask task = new PreviewTask(job, step, lists);
    SparkJobs.Watch watch = new SparkJobs.Watch(jobs.counter(), jobs.counter());
    if (actions == null) {
      return jobs.run(job, stage, inputs, inputs.size(), task, Listed.class, watch)
          .map(listed -> listed.preview(step))
          .reduce(Preview.none(step.name()), Preview::plus);
    }
    Preview[] all = {Preview.none(step.name())};
    Consumer<PlannedAction> told = actions;
    jobs.stream(
        job,
        stage,
        inputs,
        inputs.size(),
        task,
        watch,
        bytes -> {
          Listed listed = Wire.decode(bytes, Listed.class);
          listed.tell(step, told);
          all[0] = all[0].plus(listed.preview(step));
        });
    return all[0];
  }

  private static SparkJobs.Stage stage(Job job, Round round) {
    boolean deletes = round.step().deletes();
    String name =
        (round.step().mirrors() ? "mirror, " : "")
            + (deletes ? "deletes of round " : "round ")
            + round.step().round()
            + " of "
            + job.filter().rounds();
    String description =
        name
            + (deletes ? ": delete " : ": copy ")
            + number(round.tally().objects())
            + " objects, "
            + (deletes ? "" : number(round.tally().bytes()) + " bytes ")
            + "of "
            + job.comparison().target().snapshot()
            + (deletes ? " at " : " to ")
            + job.destination().root();
    return new SparkJobs.Stage(
        name, description, round.tally().objects(), deletes ? -1 : round.tally().bytes(), true);
  }

  /** Returns whether all tasks run in this process. */
  public boolean isAlone() {
    return jobs.isAlone();
  }

  /**
   * Stops what runs and whatever would run next; what was asked of this runner then fails. May be
   * called from any thread.
   */
  public void stop() {
    jobs.stop();
  }

  /**
   * Whether tasks may still write, though they were waited for: Spark calls a job over while some
   * of its tasks still run.
   */
  public boolean mayStillWrite() {
    return jobs.mayStillWrite();
  }

  /**
   * How many failures a task keeps by name: when all of an export fails in thousands of tasks, what
   * they bring back together must still fit into the driver.
   */
  static int failuresPerTask(int tasks) {
    return Math.max(1, Math.min(MOST_FAILURES_PER_JOB / Math.max(1, tasks), Failures.MAX_KEPT));
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
