package io.spillway.object.verify;

import io.spillway.base.SpillwayException;
import io.spillway.object.Comparison;
import io.spillway.object.Split;
import io.spillway.object.UnreadableFormatException;
import io.spillway.object.plan.PlannedStep;
import io.spillway.object.plan.Slice;
import io.spillway.object.round.Pack;
import io.spillway.object.round.Packing;
import io.spillway.object.round.StepRunner;
import io.spillway.outcome.Tally;
import io.spillway.request.ProgressListener;
import io.spillway.spark.JobRunner;
import io.spillway.spark.SerializedValues;
import io.spillway.spark.SparkJobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** A comparison of destinations with snapshots, by Spark jobs. */
public final class Verifier {
  private final JobRunner jobs;
  private final int cores;

  /**
   * Creates a verifier.
   *
   * @param parallelism the maximum number of concurrent tasks, or 0 for Spark's default
   */
  public Verifier(JavaSparkContext spark, int parallelism, ProgressListener listener) {
    this(new SparkJobs(spark, listener), parallelism);
  }

  /**
   * Creates a verifier on another runner of jobs than Spark.
   *
   * @param parallelism the maximum number of concurrent tasks, or 0 for the runner's default
   */
  public Verifier(JobRunner jobs, int parallelism) {
    this.jobs = jobs;
    this.cores = parallelism > 0 ? parallelism : jobs.cores();
  }

  /**
   * Compares a destination with a snapshot.
   *
   * @param each receives every difference in key order, if the job lists all, and only after
   *     everything was listed
   * @throws UnreadableFormatException if the driver or a worker cannot read the source's files; a
   *     slower source may succeed, and no difference was passed on
   * @throws IOException if the snapshot cannot be read, or does not hold the objects that it
   *     promises
   * @throws SpillwayException if the destination could not be listed, or Spark did not finish
   */
  public Verified verify(VerifyJob job, Consumer<Difference> each) throws IOException {
    Comparison.Splits read = job.comparison().splits(true);
    List<Split> splits =
        read.all().stream()
            .filter(split -> job.globs().mayMatch(split.after(), split.last()))
            .toList();
    Planned planned =
        job.readsContent()
            ? cut(job, splits)
            : whole(splits, job.globs().isAll() ? read.unshared() : -1);
    Verified found = job.listsAll() ? stream(job, planned, each) : run(job, planned);
    Verified all = planned.cost().plus(found).inOrder();
    if (job.globs().isAll() && read.unshared() >= 0 && all.entries() != read.unshared()) {
      throw new IOException(
          "The commit's ranges hold "
              + all.entries()
              + " objects where they promise "
              + read.unshared()
              + ": they cannot be trusted");
    }
    return all;
  }

  /**
   * The planned work.
   *
   * @param work objects and bytes in all packs, -1 if unknown
   * @param cost the cost of planning
   */
  private record Planned(List<Pack> packs, int tasks, Tally work, Verified cost) {}

  /** Plans one pack per split, because a task reads the listing beside the entries of its split. */
  private Planned whole(List<Split> splits, long objects) {
    List<Pack> packs =
        IntStream.range(0, splits.size())
            .mapToObj(number -> new Pack(List.of(new Slice(number, splits.get(number), List.of()))))
            .toList();
    return new Planned(packs, tasks(packs.size()), new Tally(objects, -1), Verified.NONE);
  }

  private int tasks(int inputs) {
    return Math.max(1, Math.min(inputs, Math.max(cores * 4, inputs / 8)));
  }

  /** Plans packs by size, so that all cores read content even if there are few ranges. */
  private Planned cut(VerifyJob job, List<Split> splits) throws IOException {
    LongAccumulator counted = jobs.counter();
    Iterator<CutTaskResult> cuts =
        jobs.run(
                job,
                new JobRunner.Stage("planning", "plan: count what is to be read", -1, -1, false),
                splits.stream().map(SerializedValues::encode).toList(),
                tasks(splits.size()),
                new CutTask(job),
                CutTaskResult.class,
                new JobRunner.Watch(counted, jobs.counter()))
            .iterator();
    List<Slice> slices = new ArrayList<>();
    Verified cost = Verified.NONE;
    while (cuts.hasNext()) {
      CutTaskResult cut = cuts.next();
      cost = cost.plus(usable(cut.told()));
      for (Slice slice : cut.slices()) {
        slices.add(new Slice(slices.size(), slice.split(), slice.tallies()));
      }
    }
    Tally work =
        slices.stream().map(slice -> slice.tally(CutTask.READ)).reduce(Tally.NONE, Tally::plus);
    List<Pack> packs = Packing.pack(new PlannedStep(CutTask.READ, slices, work), cores);
    return new Planned(job.listsAll() ? inOrder(packs) : packs, packs.size(), work, cost);
  }

  private static List<Pack> inOrder(List<Pack> packs) {
    return packs.stream()
        .sorted(Comparator.comparingInt(pack -> pack.slices().get(0).number()))
        .toList();
  }

  private Verified run(VerifyJob job, Planned planned) throws IOException {
    LongAccumulator objects = jobs.counter();
    Iterator<VerifyTaskResult> parts =
        jobs.run(
                job,
                stage(job, planned.work()),
                inputs(planned),
                planned.tasks(),
                task(job, planned, objects, jobs.counter()),
                VerifyTaskResult.class,
                new JobRunner.Watch(objects, jobs.counter()))
            .iterator();
    Verified all = Verified.NONE;
    while (parts.hasNext()) {
      all = all.plus(usable(parts.next()));
    }
    return all;
  }

  private Verified stream(VerifyJob job, Planned planned, Consumer<Difference> each)
      throws IOException {
    LongAccumulator objects = jobs.counter();
    LongAccumulator broken = jobs.counter();
    Gathering gathering = new Gathering(each, broken);
    jobs.stream(
        job,
        stage(job, planned.work()),
        inputs(planned),
        planned.tasks(),
        task(job, planned, objects, broken),
        new JobRunner.Watch(objects, jobs.counter()),
        bytes -> gathering.add(SerializedValues.decode(bytes, VerifyTaskResult.class)));
    return gathering.verified();
  }

  private static VerifyTask task(
      VerifyJob job, Planned planned, LongAccumulator objects, LongAccumulator broken) {
    int kept = StepRunner.failuresPerTask(planned.packs().size());
    return new VerifyTask(job, kept, objects, broken);
  }

  private static List<byte[]> inputs(Planned planned) {
    return planned.packs().stream().map(SerializedValues::encode).toList();
  }

  private static JobRunner.Stage stage(VerifyJob job, Tally work) {
    String description =
        "verify: compare "
            + job.destination().root()
            + " with "
            + job.comparison().target().snapshot();
    return new JobRunner.Stage("verifying", description, work.objects(), work.bytes(), false);
  }

  private static Verified usable(VerifyTaskResult part) throws IOException {
    if (!part.unreadable().isEmpty()) {
      throw new UnreadableFormatException(part.unreadable());
    }
    if (part.trouble() != null) {
      throw part.trouble().exception();
    }
    return part.verified();
  }

  /**
   * A consumer of task results after all tasks have ended. If one has failed, no difference is
   * passed on, because all would have to be passed on again.
   */
  private static final class Gathering {
    private final Consumer<Difference> each;
    private final LongAccumulator broken;
    private final List<Difference> first = new ArrayList<>();
    private Verified counts = Verified.NONE;
    private VerifyTaskResult worst = VerifyTaskResult.last(List.of(), Verified.NONE);

    Gathering(Consumer<Difference> each, LongAccumulator broken) {
      this.each = each;
      this.broken = broken;
    }

    void add(VerifyTaskResult part) {
      if (part.isBroken()) {
        worst = part;
      }
      if (broken.sum() > 0) {
        return;
      }
      counts = counts.plus(part.verified());
      for (Difference difference : part.differences()) {
        each.accept(difference);
        if (first.size() < Verified.MAX_KEPT) {
          first.add(difference);
        }
      }
    }

    Verified verified() throws IOException {
      return usable(worst).plus(counts).plus(Verified.ofDifferences(first));
    }
  }
}
