package io.spillway.object.round;

import io.spillway.base.Counters;
import io.spillway.base.SpillwayException;
import io.spillway.object.Comparison;
import io.spillway.object.Split;
import io.spillway.object.UnreadableFormatException;
import io.spillway.object.plan.ExportPlan;
import io.spillway.object.plan.PlanCount;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.plan.PlannedStep;
import io.spillway.object.plan.Preview;
import io.spillway.object.plan.Slice;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Imports;
import io.spillway.outcome.Summary;
import io.spillway.request.ProgressListener;
import io.spillway.spark.JobRunner;
import io.spillway.spark.SerializedValues;
import io.spillway.spark.SparkJobs;
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

/** A runner of the counting pass and the rounds of exports, one Spark job each. */
public final class StepRunner {
  private static final int MOST_FAILURES_PER_JOB = 200_000;

  private final JobRunner jobs;
  private final int cores;
  private final @Nullable Consumer<PlannedAction> actions;

  /**
   * Creates a runner.
   *
   * @param parallelism the maximum number of concurrent tasks, or 0 for Spark's default
   */
  public StepRunner(JavaSparkContext spark, int parallelism, ProgressListener listener) {
    this(spark, parallelism, listener, null);
  }

  /**
   * Creates a runner whose previews report each action.
   *
   * @param actions receives the actions, on the thread that requests the preview
   */
  public StepRunner(
      JavaSparkContext spark,
      int parallelism,
      ProgressListener listener,
      @Nullable Consumer<PlannedAction> actions) {
    this(new SparkJobs(spark, listener), parallelism, actions);
  }

  /**
   * Creates a runner on another runner of jobs than Spark.
   *
   * @param parallelism the maximum number of concurrent tasks, or 0 for the runner's default
   */
  public StepRunner(JobRunner jobs, int parallelism, @Nullable Consumer<PlannedAction> actions) {
    this.jobs = jobs;
    this.cores = parallelism > 0 ? parallelism : jobs.cores();
    this.actions = actions;
  }

  /**
   * Runs the counting pass, which cuts the comparison's splits into slices.
   *
   * @param inBase the number of selected keys in the first base, if known
   * @throws UnreadableFormatException if the driver or a worker cannot read the source's files; a
   *     slower source may succeed
   * @throws IOException if the splits cannot be read, or do not hold the entries that they promise
   */
  public ExportPlan plan(Job job, OptionalLong inBase) throws IOException {
    Comparison.Splits read = job.comparison().splits(job.listsRoot());
    List<Split> splits = read.all();
    List<byte[]> inputs = splits.stream().map(SerializedValues::encode).toList();
    int tasks = Math.min(inputs.size(), Math.max(cores * 4, inputs.size() / 8));
    LongAccumulator counted = jobs.counter();
    Stream<CountTaskResult> counts =
        jobs.run(
            job,
            new JobRunner.Stage(
                "planning", planning(job, read.unshared()), expected(job, read), -1, false),
            inputs,
            tasks,
            new CountTask(job, failuresPerTask(inputs.size()), counted),
            CountTaskResult.class,
            new JobRunner.Watch(counted, jobs.counter()));
    return plan(job, read, counts.iterator(), inBase);
  }

  /** Returns the number of changes of a full export, or -1 because those of a diff are unknown. */
  private static long expected(Job job, Comparison.Splits read) {
    return job.comparison().isFull() ? read.unshared() : -1;
  }

  private static String planning(Job job, long entries) {
    return "plan: "
        + (job.comparison().isFull() ? "count " : "compare ")
        + (entries < 0 ? "the objects" : number(entries) + " objects")
        + " of "
        + job.comparison().target().snapshot();
  }

  /**
   * Builds the plan from one result after another, because the failures of all may exceed memory.
   */
  private static ExportPlan plan(
      Job job, Comparison.Splits read, Iterator<CountTaskResult> counts, OptionalLong inBase)
      throws IOException {
    List<Slice> slices = new ArrayList<>();
    Failures failures = Failures.NONE;
    Counters<PlanCount> found = Counters.none();
    Imports imports = Imports.NONE;
    Traffic traffic = Traffic.NONE;
    while (counts.hasNext()) {
      CountTaskResult count = counts.next();
      if (!count.unreadable().isEmpty()) {
        throw new UnreadableFormatException(count.unreadable());
      }
      slices.addAll(count.slices());
      failures = failures.and(count.failures());
      found = found.plus(count.counts());
      imports = imports.and(count.imports());
      traffic = traffic.plus(count.traffic());
    }
    long entries = found.of(PlanCount.ENTRIES);
    if (failures.isEmpty() && read.unshared() >= 0 && read.unshared() != entries) {
      throw new IOException(
          "The commit's ranges hold "
              + entries
              + " objects where they promise "
              + read.unshared()
              + ": they cannot be trusted");
    }
    long left = left(job.comparison(), read, found.of(PlanCount.PRESENT), inBase);
    boolean all = failures.isEmpty() && left >= 0;
    return ExportPlan.of(job.filter().rounds(), slices, failures)
        .counting(
            found
                .with(PlanCount.OBJECTS, all ? left + found.of(PlanCount.OBJECTS) : -1)
                .with(PlanCount.PRESENT, Math.max(0, left) + found.of(PlanCount.PRESENT)))
        .costing(Cost.ofPlanning(traffic))
        .importing(imports);
  }

  /**
   * Returns the number of selected objects in ranges that all snapshots share, which are not read,
   * or -1 if unknown.
   */
  private static long left(
      Comparison comparison, Comparison.Splits read, long present, OptionalLong inBase) {
    if (comparison.globs().isAll()) {
      return read.shared();
    }
    return comparison.isFull() ? 0 : Math.max(-1, inBase.orElse(-1) - present);
  }

  /**
   * Runs the counting pass of a mirror, over the whole listing of the root.
   *
   * @param plan the work to do before the mirror
   * @return the plan, with the mirror deletes at its end
   * @throws IOException as {@link #plan}
   */
  public ExportPlan mirror(Job job, ExportPlan plan) throws IOException {
    return plan.mirroring(new Mirroring(jobs, cores).count(job, plan.count(PlanCount.OBJECTS)));
  }

  /**
   * Runs one round to its end, even if keys fail.
   *
   * @throws SpillwayException (failed) if Spark could not finish it
   */
  public Summary run(Job job, PlannedStep planned) {
    List<Pack> packs = Packing.pack(planned, cores);
    LongAccumulator objects = jobs.counter();
    LongAccumulator bytes = jobs.counter();
    return jobs.run(
            job,
            stage(job, planned),
            packs.stream().map(SerializedValues::encode).toList(),
            packs.size(),
            new SettleTask(job, planned.step(), failuresPerTask(packs.size()), objects, bytes),
            Summary.class,
            new JobRunner.Watch(objects, bytes))
        .reduce(Summary.NONE, Summary::plus);
  }

  /**
   * Returns the work of a round, and the part that an earlier run has done; writes nothing. If a
   * consumer of actions is set, it receives each action in key order.
   */
  public Preview preview(Job job, PlannedStep planned) {
    boolean lists = actions != null;
    List<Pack> packs = lists ? Packing.inOrder(planned) : Packing.pack(planned, cores);
    Step step = planned.step();
    JobRunner.Stage stage =
        new JobRunner.Stage("preview of " + step.name(), "preview: " + step.name(), -1, -1, false);
    List<byte[]> inputs = packs.stream().map(SerializedValues::encode).toList();
    PreviewTask task = new PreviewTask(job, step, lists);
    JobRunner.Watch watch = new JobRunner.Watch(jobs.counter(), jobs.counter());
    if (actions == null) {
      return jobs.run(job, stage, inputs, inputs.size(), task, ListTaskResult.class, watch)
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
          ListTaskResult listed = SerializedValues.decode(bytes, ListTaskResult.class);
          listed.tell(step, told);
          all[0] = all[0].plus(listed.preview(step));
        });
    return all[0];
  }

  private static JobRunner.Stage stage(Job job, PlannedStep planned) {
    boolean deletes = planned.step().deletes();
    String name =
        (planned.step().mirrors() ? "mirror, " : "")
            + (deletes ? "deletes of round " : "round ")
            + planned.step().round()
            + " of "
            + job.filter().rounds();
    String description =
        name
            + (deletes ? ": delete " : ": copy ")
            + number(planned.tally().objects())
            + " objects, "
            + (deletes ? "" : number(planned.tally().bytes()) + " bytes ")
            + "of "
            + job.comparison().target().snapshot()
            + (deletes ? " at " : " to ")
            + job.destination().root();
    return new JobRunner.Stage(
        name, description, planned.tally().objects(), deletes ? -1 : planned.tally().bytes(), true);
  }

  /** Returns the runner of the jobs. */
  public JobRunner jobs() {
    return jobs;
  }

  /**
   * Returns the number of failures that a task keeps by name. If all of an export fails in
   * thousands of tasks, their results together must still fit into the driver.
   */
  public static int failuresPerTask(int tasks) {
    return Math.max(1, Math.min(MOST_FAILURES_PER_JOB / Math.max(1, tasks), Failures.MAX_KEPT));
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
