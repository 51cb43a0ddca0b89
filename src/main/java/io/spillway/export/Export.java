package io.spillway.export;

import static io.spillway.base.SpillwayException.Kind.FAILED;

import io.spillway.base.Environment;
import io.spillway.base.Messages;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.Ledger;
import io.spillway.ledger.LedgerPointer;
import io.spillway.ledger.LedgerSnapshot;
import io.spillway.ledger.RecordedRequest;
import io.spillway.ledger.UnusableLedgerException;
import io.spillway.ledger.lease.Lease;
import io.spillway.ledger.lease.LeaseLostException;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.store.Meter;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One export, from lease to marker. It takes the destination's lease, reads its state, lets the
 * {@link Work} pin and plan, runs the rounds, signs, sweeps, and posts the record.
 */
public final class Export {
  private static final Logger LOG = LoggerFactory.getLogger(Export.class);

  private final Work work;
  private final DestinationContext place;
  private final LeaseTiming timing;
  private final Environment environment;
  private final Cancellation cancellation;
  private final Optional<RecordedRequest> request;

  /** Creates an export. Sends no request. */
  public Export(Work work, DestinationContext place, LeaseTiming timing, Environment environment) {
    this(work, place, timing, environment, new Cancellation());
  }

  /**
   * Creates an export. Sends no request.
   *
   * @param cancellation stops the jobs, after which the export signs FAILURE. An export that is
   *     canceled while it waits for the lease ends without a marker
   */
  public Export(
      Work work,
      DestinationContext place,
      LeaseTiming timing,
      Environment environment,
      Cancellation cancellation) {
    this(work, place, timing, environment, cancellation, Optional.empty());
  }

  /**
   * Creates an export. Sends no request.
   *
   * @param request is recorded in the ledger
   */
  public Export(
      Work work,
      DestinationContext place,
      LeaseTiming timing,
      Environment environment,
      Cancellation cancellation,
      Optional<RecordedRequest> request) {
    this.work = work;
    this.place = place;
    this.timing = timing;
    this.environment = environment;
    this.cancellation = cancellation;
    this.request = request;
    cancellation.onRequest(() -> work.jobs().stop());
  }

  /**
   * Runs the export to its end.
   *
   * @throws ExportFailedException if it ended without SUCCESS
   * @throws SpillwayException if it could not begin; the data at the destination is unchanged then
   */
  public ExportReport run() {
    work.check(place);
    return work.conduct().isDryRun() ? preview() : export();
  }

  private ExportReport preview() {
    LedgerPointer pointer = pointer();
    LedgerSnapshot records;
    try {
      records = place.records();
    } catch (IOException e) {
      throw unreadable(e);
    }
    DestinationContext seen = place.observed(false);
    try (Work.Planned planned = work.plan(seen, 0, records, state(pointer, records))) {
      return finished(report(planned, "", "", planned.preview()));
    }
  }

  private ExportReport export() {
    LedgerPointer pointer = pointer();
    DestinationContext.Leased leased = lease();
    Lease lease = leased.lease();
    // Closed in reverse order: the lease is free before the record is posted, and a process that is
    // told to stop waits for both.
    try (Cancellation.Watch watch = cancellation.watch();
        WebhookNotifier notice = WebhookNotifier.to(work.hook(), environment);
        lease) {
      lease.onLoss(reason -> work.jobs().stop());
      try {
        return export(pointer, leased, notice);
      } finally {
        if (work.jobs().mayStillWrite()) {
          lease.abandon();
        }
      }
    }
  }

  private DestinationContext.Leased lease() {
    cancellation.confirm();
    try {
      return place.lease(
          timing,
          work.conduct().waits(),
          work.jobs().isAlone(),
          () -> cancellation.reason().isPresent(),
          environment);
    } catch (SpillwayException e) {
      cancellation.confirm();
      throw e;
    }
  }

  private ExportReport export(
      LedgerPointer pointer, DestinationContext.Leased leased, WebhookNotifier notice) {
    Lease lease = leased.lease();
    DestinationContext at = place.under(lease).observed(true);
    Optional<DestinationState> told = state(pointer, leased.records());
    try (Work.Planned planned = work.plan(at, lease.number(), leased.records(), told)) {
      boolean begins = planned.found().failures().isEmpty();
      if (begins) {
        planned.guard();
      }
      Sweep sweep = Sweep.of(planned.leftovers(), lease, planned.told());
      Ledger ledger = begin(planned, begins, at, pointer, lease, sweep);
      Signature signature = new Signature(ledger, lease, work.retention(), environment.clock());
      Summary summary = begins ? planned.found().plus(planned.run(ledger)) : planned.found();
      Signature.Signed signed =
          signature.sign(
              summary.withDriver(Meter.current().traffic()),
              planned.objects(),
              cancellation.reason());
      sweep.after();
      signature.record().ifPresent(notice::ended);
      Summary all = signed.summary().withDriver(Meter.current().traffic());
      return finished(report(planned, ledger.record().exportId(), signed.marker(), all));
    }
  }

  private ExportReport report(
      Work.Planned planned, String exportId, String marker, Summary summary) {
    return new ExportReport(
        planned.source(),
        exportId,
        summary.failures().isEmpty(),
        Duration.between(planned.startedAt(), environment.clock().instant()),
        marker,
        summary,
        planned.content());
  }

  private static ExportReport finished(ExportReport report) {
    if (!report.success()) {
      throw new ExportFailedException(report);
    }
    return report;
  }

  /** Returns the failure of an export that an exception stopped. */
  static Summary stopped(Throwable e) {
    LOG.debug("The export stopped", e);
    return Summary.of(Failures.of("the export stopped", Messages.firstLine(e)));
  }

  /**
   * Reads the root's pointer to its ledger, and rejects a ledger other than the root's before
   * anything is done in it.
   */
  private LedgerPointer pointer() {
    LedgerPointer pointer = place.pointer();
    Optional<UnusableLedgerException> another = pointer.objection();
    if (another.isPresent() && !work.conduct().forces()) {
      throw work.refusal(another.get());
    }
    return pointer;
  }

  /**
   * Returns the state that the ledger records, or empty if the ledger is unusable and the user
   * overrules it.
   */
  private Optional<DestinationState> state(LedgerPointer pointer, LedgerSnapshot records) {
    try {
      Optional<UnusableLedgerException> another = pointer.objection(records);
      if (another.isPresent()) {
        throw another.get();
      }
      return Optional.of(work.state(place, records));
    } catch (UnusableLedgerException e) {
      if (!work.overrules(e)) {
        throw work.refusal(e);
      }
      LOG.warn("Everything is exported again: {}", e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private SpillwayException unreadable(IOException e) {
    return new SpillwayException(
        StoreException.kind(e),
        "Cannot read what is at " + place.root() + ": " + e.getMessage(),
        e);
  }

  private Ledger begin(
      Work.Planned planned,
      boolean rounds,
      DestinationContext at,
      LedgerPointer pointer,
      Lease lease,
      Sweep sweep) {
    ExportRecord record = planned.record(lease.number()).requestedBy(request);
    try {
      lease.name(record.exportId());
      pointer.write(at.stores(), work.conduct().forces());
      Ledger ledger =
          Ledger.begin(
              at.stores(),
              at.ledger(),
              at.root(),
              at.markers(),
              rounds ? record.writing() : record);
      if (rounds) {
        sweep.before();
        planned.leftovers().raiseFlag();
      }
      return ledger;
    } catch (LeaseLostException e) {
      throw new SpillwayException(FAILED, "Nothing was written: " + e.getMessage(), e);
    } catch (UnusableLedgerException e) {
      throw work.refusal(e);
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e), "Cannot write to " + place.ledger() + ": " + e.getMessage(), e);
    }
  }
}
