package io.spillway.export;

import io.spillway.base.Bytes;
import io.spillway.base.Snapshot;
import io.spillway.base.SpillwayException;
import io.spillway.base.Version;
import io.spillway.destination.Leftovers;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.Ledger;
import io.spillway.object.Comparison;
import io.spillway.object.UnreadableFormatException;
import io.spillway.object.plan.ExportPlan;
import io.spillway.object.plan.PlanCount;
import io.spillway.object.plan.PlannedStep;
import io.spillway.object.plan.Preview;
import io.spillway.object.round.Job;
import io.spillway.object.round.StepRunner;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.report.ExportReport;
import io.spillway.request.MaxDelete;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of an export of objects after the destination's state is known: plan and rounds. */
final class PlannedObjects implements Work.Planned {
  private static final Logger LOG = LoggerFactory.getLogger(PlannedObjects.class);

  private final DestinationState told;
  private final DestinationState before;
  private final Optional<ExportRecord> resumed;
  private final ExportOptions options;
  private final StepRunner runner;
  private final Instant startedAt;
  private Job job;
  private ExportPlan plan = ExportPlan.NONE;
  private Summary found = Summary.NONE;
  private List<Preview> previews = List.of();

  /**
   * Creates a run. Call {@link #plan} next.
   *
   * @param told the state of the destination, which stays valid if nothing is written
   * @param before the state that this run begins from
   */
  PlannedObjects(
      Job job,
      DestinationState told,
      DestinationState before,
      Optional<ExportRecord> resumed,
      ExportOptions options,
      StepRunner runner,
      Instant startedAt) {
    this.job = job;
    this.told = told;
    this.before = before;
    this.resumed = resumed;
    this.options = options;
    this.runner = runner;
    this.startedAt = startedAt;
  }

  /** Plans the run. Records any error as a failure, for the marker. */
  void plan() {
    try {
      job = job.listsRoot() && mayHoldData() ? job : job.withoutListing();
      plan = planned();
      found =
          Summary.NONE
              .with(Summary.Count.LEFTOVERS, plan.count(PlanCount.LEFTOVERS))
              .plus(Summary.of(plan.failures()))
              .plus(Summary.of(plan.imports()))
              .plus(Summary.of(plan.cost()));
    } catch (Throwable e) { // also an Error, which would otherwise leave no marker
      found = Export.stopped(e);
    }
  }

  private ExportPlan planned() throws IOException {
    try {
      return plan(job);
    } catch (UnreadableFormatException e) {
      Comparison slower = job.comparison().slower().orElseThrow(() -> e);
      LOG.warn(
          "The commit is listed through lakeFS's REST API, which is slower: {}", e.getMessage());
      job = job.from(slower);
      return plan(job);
    }
  }

  private ExportPlan plan(Job planned) throws IOException {
    ExportPlan plan = runner.plan(planned, before.present());
    return planned.mirrors() ? runner.mirror(planned, plan) : plan;
  }

  /**
   * Returns whether a listing of the root is useful. If attempted states may have left objects,
   * even an empty root is listed: absent objects then do not count against the delete limit.
   */
  private boolean mayHoldData() throws IOException {
    return !job.comparison().bases().isEmpty() || job.destination().objects(Bytes.EMPTY).hasNext();
  }

  @Override
  public String source() {
    return snapshot().source();
  }

  @Override
  public DestinationState told() {
    return told;
  }

  @Override
  public Leftovers leftovers() {
    return job.destination();
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public Summary found() {
    return found;
  }

  @Override
  public long objects() {
    return plan.count(PlanCount.OBJECTS);
  }

  @Override
  public Summary preview() {
    objections().forEach(reason -> LOG.warn("It would be refused: {}", reason));
    if (found.failures().isEmpty()) {
      try {
        previews = plan.steps().stream().map(step -> runner.preview(job, step)).toList();
      } catch (RuntimeException e) {
        return found.plus(Export.stopped(e));
      }
    }
    return found;
  }

  @Override
  public void guard() {
    objections()
        .findFirst()
        .ifPresent(
            reason -> {
              throw new SpillwayException(SpillwayException.Kind.REFUSED, reason);
            });
  }

  /** Returns the reasons to refuse the plan, including those that the user can overrule. */
  private Stream<String> objections() {
    return Stream.concat(plan.refusals().stream(), tooManyDeletes().stream());
  }

  private Optional<String> tooManyDeletes() {
    MaxDelete limit = options.conduct().maxDelete();
    return limit.allows(plan.count(PlanCount.TO_DELETE), plan.count(PlanCount.PRESENT))
        ? Optional.empty()
        : Optional.of(
            "This export would delete "
                + plan.count(PlanCount.TO_DELETE)
                + " of the "
                + plan.count(PlanCount.PRESENT)
                + " objects at "
                + job.destination().root()
                + ", more than --max-delete="
                + limit
                + " allows: nothing was written. If that is what you want, allow more.");
  }

  @Override
  public ExportRecord record(long lease) {
    DestinationState known = found.failures().isEmpty() ? before : told;
    return resumed
        .map(record -> record.again(lease, startedAt, Version.text(), known))
        .orElseGet(
            () ->
                ExportRecord.first(
                    job.id(),
                    ExportRecord.What.of(
                            snapshot(),
                            before.base(),
                            job.destination().root(),
                            options.metadata().text())
                        .of(options.globs())
                        .writtenWith(job.destination().store().chosenForWrites()),
                    lease,
                    Version.text(),
                    known));
  }

  @Override
  public Summary run(Ledger ledger) {
    Summary all = Summary.NONE;
    try {
      for (PlannedStep planned : plan.steps()) {
        Summary done = runner.run(job, planned);
        all = all.plus(done).plus(missing(planned, done));
        if (!all.failures().isEmpty()) {
          break;
        }
      }
      return all;
    } catch (Throwable e) { // also an Error, which would otherwise leave no marker
      return all.plus(Export.stopped(e));
    }
  }

  /**
   * Returns a failure if some planned work is neither done nor failed, because a SUCCESS marker
   * would then be false. Objects that a mirror was to delete may disappear without it.
   */
  private static Summary missing(PlannedStep step, Summary done) {
    long planned = step.tally().objects();
    boolean allSeen =
        done.objects() == planned || (step.step().mirrors() && done.objects() < planned);
    return allSeen || !done.failures().isEmpty()
        ? Summary.NONE
        : Summary.of(
            Failures.of(
                step.step().name(),
                "planned "
                    + planned
                    + " objects and saw "
                    + done.objects()
                    + ": the source is not what it was"));
  }

  private Snapshot snapshot() {
    return job.comparison().target().snapshot();
  }

  @Override
  public void close() {
    job.destination().stores().release();
  }

  @Override
  public ExportReport.Content content() {
    boolean isEmpty = found.failures().isEmpty() && plan.count(PlanCount.OBJECTS) == 0;
    return new ExportReport.OfObjects(
        snapshot().id(), before.base(), options.globs(), previews, isEmpty);
  }
}
