package io.spillway.object.round;

import io.spillway.base.Counters;
import io.spillway.destination.Claim;
import io.spillway.object.Comparison;
import io.spillway.object.Split;
import io.spillway.object.UnreadableFormatException;
import io.spillway.object.plan.Mirror;
import io.spillway.object.plan.PlanCount;
import io.spillway.object.plan.PlannedStep;
import io.spillway.object.plan.Slice;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Failures;
import io.spillway.spark.JobRunner;
import io.spillway.spark.SerializedValues;
import io.spillway.store.Traffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.util.LongAccumulator;

/** The counting pass of a mirror, before anything is written. It lists the whole root. */
final class Mirroring {
  /** The maximum number of folders of other owners that are named. */
  static final int MOST_CLAIMS = 3;

  private final JobRunner jobs;
  private final int cores;

  Mirroring(JobRunner jobs, int cores) {
    this.jobs = jobs;
    this.cores = cores;
  }

  /**
   * Runs the counting pass.
   *
   * @param objects the number of target objects counted before, or -1 if they were not counted
   * @throws UnreadableFormatException if the driver cannot read the source's files
   * @throws IOException if the splits cannot be read
   */
  Mirror count(Job job, long objects) throws IOException {
    List<Split> splits = whole(job.comparison()).splits(true).all();
    List<byte[]> inputs = splits.stream().map(SerializedValues::encode).toList();
    int tasks = Math.min(inputs.size(), Math.max(cores * 4, inputs.size() / 8));
    LongAccumulator counted = jobs.counter();
    String description = "mirror: list " + job.destination().root();
    Iterator<ExtrasCounted> counts =
        jobs.run(
                job,
                new JobRunner.Stage("planning the mirror", description, -1, -1, false),
                inputs,
                tasks,
                new ExtraTask(job, StepRunner.failuresPerTask(inputs.size()), counted),
                ExtrasCounted.class,
                new JobRunner.Watch(counted, jobs.counter()))
            .iterator();
    return mirror(job, objects, counts);
  }

  /**
   * Returns a comparison that includes ranges shared by all states, because any object may lie
   * between their keys.
   */
  private static Comparison whole(Comparison comparison) {
    return new Comparison(comparison.target(), comparison.bases(), true, comparison.globs());
  }

  private static Mirror mirror(Job job, long objects, Iterator<ExtrasCounted> counts) {
    List<Slice> slices = new ArrayList<>();
    Failures failures = Failures.NONE;
    Map<String, Claim> claims = new LinkedHashMap<>();
    Counters<PlanCount> found = Counters.none();
    Traffic traffic = Traffic.NONE;
    while (counts.hasNext()) {
      ExtrasCounted count = counts.next();
      slices.addAll(count.slices());
      failures = failures.and(count.failures());
      count.claims().forEach(claim -> claims.putIfAbsent(claim.folder(), claim));
      found = found.plus(count.counts());
      traffic = traffic.plus(count.traffic());
    }
    long entries = found.of(PlanCount.ENTRIES);
    if (failures.isEmpty() && objects >= 0 && entries != objects) {
      failures =
          Failures.of(
              job.comparison().target().snapshot().toString(),
              "had " + objects + " objects, and " + entries + " when it was read once more");
    }
    return new Mirror(
        PlannedStep.of(Step.mirrorsInOrder(job.filter().rounds()), slices),
        failures,
        claims.values().stream().limit(MOST_CLAIMS).map(claim -> refusal(job, claim)).toList(),
        found,
        Cost.ofPlanning(traffic));
  }

  private static String refusal(Job job, Claim claim) {
    return "Cannot mirror to "
        + job.destination().root()
        + ": "
        + Failure.printable(claim.folder().isEmpty() ? "it" : claim.folder() + "/ in it")
        + " "
        + claim.what()
        + ", which the commit does not have and --mirror would delete. Choose another destination"
        + (claim.folder().isEmpty() ? "." : ", or leave the folder out with --exclude.");
  }
}
