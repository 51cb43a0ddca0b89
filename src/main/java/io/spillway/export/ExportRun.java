package io.spillway.export;

import io.spillway.base.Bytes;
import io.spillway.base.Messages;
import io.spillway.base.Snapshot;
import io.spillway.base.SpillwayException;
import io.spillway.base.Version;
import io.spillway.destination.DestinationContext;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.Ledger;
import io.spillway.ledger.LedgerPointer;
import io.spillway.ledger.UnusableLedgerException;
import io.spillway.ledger.lease.Lease;
import io.spillway.ledger.lease.LeaseLostException;
import io.spillway.object.Comparison;
import io.spillway.object.UnreadableFormatException;
import io.spillway.object.plan.ExportPlan;
import io.spillway.object.plan.Preview;
import io.spillway.object.plan.Round;
import io.spillway.object.round.Job;
import io.spillway.object.round.RoundRunner;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.request.MaxDelete;
import io.spillway.store.Meter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of an export whose destination is known: plan, rounds, sign. */
final class ExportRun {
  private static final Logger LOG = LoggerFactory.getLogger(ExportRun.class);

  private final Job job;
  private final DestinationState told;
  private final DestinationState holdings;
  private final Optional<ExportRecord> resumed;
  private final DestinationContext place;
  private final LedgerPointer pointer;
  private final ExportOptions options;
  private final RoundRunner runner;
  private final Clock clock;
  private final Instant startedAt;

  /**
   * @param told what the destination says of itself: it stays true if nothing is written
   * @param holdings what this run begins from
   * @param pointer to the ledger, written before all else
   */
  ExportRun(
      Job job,
      DestinationState told,
      DestinationState holdings,
      Optional<ExportRecord> resumed,
      DestinationContext place,
      LedgerPointer pointer,
      ExportOptions options,
      RoundRunner runner,
      Clock clock) {
    this.job = job;
    this.told = told;
    this.holdings = holdings;
    this.resumed = resumed;
    this.place = place;
    this.pointer = pointer;
    this.options = options;
    this.runner = runner;
    this.clock = clock;
    this.startedAt = resumed.isPresent() ? clock.instant() : job.id().startedAt();
  }

  /** What a run would do. Nothing is written. */
  ExportReport preview() {
    Planned planned = plan();
    Summary summary = planned.summary();
    objections(planned.plan()).forEach(reason -> LOG.warn("It would be refused: {}", reason));
    List<Preview> previews = List.of();
    if (summary.failures().isEmpty()) {
      try {
        previews =
            planned.plan().rounds().stream()
                .map(round -> runner.preview(planned.job(), round))
                .toList();
      } catch (RuntimeException e) {
        summary = summary.plus(stopped(e));
      }
    }
    return finished(report("", "", summary, previews));
  }

  /**
   * Makes the destination equal to the target.
   *
   * @throws ExportFailedException when it ended without SUCCESS
   */
  ExportReport export(Lease lease, Cancellation cancellation, WebhookNotifier notice) {
    Planned planned = plan();
    if (planned.summary().failures().isEmpty()) {
      guard(planned.plan());
    }
    Sweep sweep = Sweep.of(job.destination(), lease, told);
    Signature signature = begin(lease, sweep, planned.summary().failures().isEmpty());
    Summary summary = planned.summary();
    if (summary.failures().isEmpty()) {
      summary = summary.plus(settle(planned));
    }
    Signature.Signed signed =
        signature.sign(
            summary.withDriver(Meter.current().traffic()),
            planned.plan().objects(),
            cancellation.isRequested());
    sweep.after();
    signature.record().ifPresent(notice::ended);
    Summary all = signed.summary().withDriver(Meter.current().traffic());
    return finished(report(job.id().text(), signed.marker(), all, List.of()));
  }

  private static ExportReport finished(ExportReport report) {
    if (!report.success()) {
      throw new ExportFailedException(report);
    }
    return report;
  }

  /** What is to be done, or in the summary why nobody can tell. */
  private record Planned(Job job, ExportPlan plan, Summary summary) {}

  private Planned plan() {
    try {
      Planned planned = planned();
      Summary found =
          Summary.ofLeftovers(planned.plan().leftovers())
              .plus(Summary.of(planned.plan().failures()))
              .plus(Summary.of(planned.plan().imports()))
              .plus(Summary.of(planned.plan().cost()));
      return new Planned(planned.job(), planned.plan(), found);
    } catch (Throwable e) { // also an Error: without a marker nobody would know
      return new Planned(job, ExportPlan.NONE, stopped(e));
    }
  }

  private Planned planned() throws IOException {
    Job listing = job.listsRoot() && mayHoldData() ? job : job.withoutListing();
    try {
      return new Planned(listing, plan(listing), Summary.NONE);
    } catch (UnreadableFormatException e) {
      Comparison slower = listing.comparison().slower().orElseThrow(() -> e);
      LOG.warn(
          "The commit is listed through lakeFS's REST API, which is slower: {}", e.getMessage());
      Job listed = listing.from(slower);
      return new Planned(listed, plan(listed), Summary.NONE);
    }
  }

  private ExportPlan plan(Job planned) throws IOException {
    ExportPlan plan = runner.plan(planned, holdings.present());
    return planned.mirrors() ? runner.mirror(planned, plan) : plan;
  }

  /**
   * Whether listing the root can tell anything. Also an empty one is listed where states that were
   * attempted say that it may hold objects: they are not there, and no limit of deletes counts
   * them.
   */
  private boolean mayHoldData() throws IOException {
    return !job.comparison().bases().isEmpty() || job.destination().objects(Bytes.EMPTY).hasNext();
  }

  private void guard(ExportPlan plan) {
    objections(plan)
        .findFirst()
        .ifPresent(
            reason -> {
              throw new SpillwayException(SpillwayException.Kind.REFUSED, reason);
            });
  }

  /** Why it is not done without being asked for, or at all. */
  private Stream<String> objections(ExportPlan plan) {
    return Stream.concat(plan.refusals().stream(), tooManyDeletes(plan).stream());
  }

  private Optional<String> tooManyDeletes(ExportPlan plan) {
    MaxDelete limit = options.conduct().maxDelete();
    return limit.allows(plan.doomed(), plan.present())
        ? Optional.empty()
        : Optional.of(
            "This export would delete "
                + plan.doomed()
                + " of the "
                + plan.present()
                + " objects at "
                + place.root()
                + ", more than --max-delete="
                + limit
                + " allows: nothing was written. If that is what you want, allow more.");
  }

  private Signature begin(Lease lease, Sweep sweep, boolean rounds) {
    ExportRecord record = rounds ? record(lease, holdings).writing() : record(lease, told);
    try {
      lease.name(record.exportId());
      pointer.write(place.stores(), options.conduct().forces());
      Ledger ledger = Ledger.begin(place.stores(), place.ledger(), place.root(), record);
      if (rounds) {
        sweep.before();
        job.destination().raiseFlag();
      }
      return new Signature(ledger, lease, options.retention(), clock);
    } catch (LeaseLostException e) {
      throw new SpillwayException(
          SpillwayException.Kind.FAILED, "Nothing was written: " + e.getMessage(), e);
    } catch (UnusableLedgerException e) {
      throw new SpillwayException(
          SpillwayException.Kind.REFUSED, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new SpillwayException(
          SpillwayException.Kind.UNREACHABLE,
          "Cannot write to " + place.ledger() + ": " + e.getMessage(),
          e);
    }
  }

  private ExportRecord record(Lease lease, DestinationState before) {
    return resumed
        .map(record -> record.again(lease.number(), startedAt, Version.text(), before))
        .orElseGet(
            () ->
                ExportRecord.first(
                    job.id(),
                    ExportRecord.What.of(
                            snapshot(), holdings.base(), place.root(), options.metadata().text())
                        .of(options.globs())
                        .writtenWith(job.destination().store().chosenForWrites()),
                    lease.number(),
                    Version.text(),
                    before));
  }

  /** Runs the rounds; whatever goes wrong comes back as failures, for the marker. */
  private Summary settle(Planned planned) {
    Summary all = Summary.NONE;
    try {
      for (Round round : planned.plan().rounds()) {
        Summary done = runner.run(planned.job(), round);
        all = all.plus(done).plus(missing(round, done));
        if (!all.failures().isEmpty()) {
          break;
        }
      }
      return all;
    } catch (Throwable e) { // also an Error: without a marker nobody would know
      return all.plus(stopped(e));
    }
  }

  private static Summary stopped(Throwable e) {
    LOG.debug("The export stopped", e);
    String reason = Messages.firstLine(e);
    return Summary.of(Failures.of("the export stopped", reason));
  }

  /**
   * What was planned and is neither done nor failed: a SUCCESS over it would be false. What a
   * mirror was to delete may be gone by itself.
   */
  private static Summary missing(Round round, Summary done) {
    long planned = round.tally().objects();
    boolean allSeen =
        done.objects() == planned || (round.step().mirrors() && done.objects() < planned);
    return allSeen || !done.failures().isEmpty()
        ? Summary.NONE
        : Summary.of(
            Failures.of(
                round.step().name(),
                "planned "
                    + planned
                    + " objects and saw "
                    + done.objects()
                    + ": the source is not what it was"));
  }

  private Snapshot snapshot() {
    return job.comparison().target().snapshot();
  }

  private ExportReport report(
      String exportId, String marker, Summary summary, List<Preview> previews) {
    return new ExportReport(
        snapshot().source(),
        snapshot().id(),
        holdings.base(),
        options.globs(),
        exportId,
        summary.failures().isEmpty(),
        Duration.between(startedAt, clock.instant()),
        marker,
        summary,
        previews);
  }
}
