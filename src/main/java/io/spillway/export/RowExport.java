package io.spillway.export;

import static io.spillway.base.SpillwayException.Kind.FAILED;
import static io.spillway.base.SpillwayException.Kind.REFUSED;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.base.Version;
import io.spillway.destination.DestinationContext;
import io.spillway.destination.Prefix;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.Ledger;
import io.spillway.ledger.LedgerPointer;
import io.spillway.ledger.LedgerSnapshot;
import io.spillway.ledger.UnusableLedgerException;
import io.spillway.ledger.lease.Lease;
import io.spillway.ledger.lease.LeaseLostException;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.outcome.Summary;
import io.spillway.report.RowExportFailedException;
import io.spillway.report.RowReport;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowSource;
import io.spillway.rows.round.RowJob;
import io.spillway.rows.round.RowRunner;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One export of rows: takes the destination's lease, pins a state of the source, and lets a {@link
 * RowRun} write each of its tables into a folder of this export's own.
 */
public final class RowExport {
  private final String name;
  private final Supplier<RowSource> source;
  private final DestinationContext place;
  private final RowOptions options;
  private final LeaseTiming timing;
  private final RowRunner runner;
  private final Clock clock;

  /**
   * Prepares one.
   *
   * @param name what is exported, as users write it and without secrets
   * @param source pins its state, once the lease is had: waiting for it holds nothing back
   */
  public RowExport(
      String name,
      Supplier<RowSource> source,
      DestinationContext place,
      RowOptions options,
      LeaseTiming timing,
      RowRunner runner,
      Clock clock) {
    this.name = name;
    this.source = source;
    this.place = place;
    this.options = options;
    this.timing = timing;
    this.runner = runner;
    this.clock = clock;
  }

  /**
   * Runs it to its end.
   *
   * @throws RowExportFailedException when it ended without SUCCESS
   * @throws SpillwayException when it could not begin; nothing is written then
   */
  public RowReport run() {
    ExportId id =
        options
            .exportId()
            .map(chosen -> ExportId.chosen(chosen, clock))
            .orElseGet(() -> ExportId.next(clock, RandomGenerator.getDefault()));
    return options.isDryRun() ? preview(id) : export(id);
  }

  private RowReport preview(ExportId id) {
    try (RowSource pinned = source.get()) {
      RowPlan plan = pinned.plan(options.fileBytes());
      return new RowReport(
          name,
          "",
          true,
          Duration.between(id.startedAt(), clock.instant()),
          "",
          RowProgress.planned(pinned.snapshot(), plan, options.compression()),
          Summary.NONE);
    }
  }

  private RowReport export(ExportId id) {
    LedgerPointer pointer = pointer();
    DestinationContext.Leased leased = place.lease(timing, options.waits(), runner.isAlone());
    Lease lease = leased.lease();
    try (Cancellation cancellation = Cancellation.watch();
        WebhookNotifier notice = WebhookNotifier.to(options.hook());
        lease) {
      lease.onLoss(reason -> runner.stop());
      try {
        DestinationState holdings = holdings(pointer, leased.records());
        return export(id, lease, pointer, holdings, cancellation, notice);
      } finally {
        if (runner.mayStillWrite()) {
          lease.abandon();
        }
      }
    }
  }

  private RowReport export(
      ExportId id,
      Lease lease,
      LedgerPointer pointer,
      DestinationState holdings,
      Cancellation cancellation,
      WebhookNotifier notice) {
    DestinationContext at = place.under(lease);
    Prefix destination = Prefix.of(at.root(), at.forbidden(), at.stores(), id);
    requireEmpty(destination);
    try (RowSource pinned = source.get()) {
      RowPlan plan = pinned.plan(options.fileBytes());
      RowProgress progress = new RowProgress(pinned.snapshot(), plan, options.compression());
      RowJob job =
          new RowJob(
              destination,
              pinned.reader(),
              options.compression(),
              lease.number(),
              options.maxConcurrency());
      Sweep sweep = Sweep.of(destination, lease, holdings);
      Ledger ledger = begin(at, job, progress, lease, pointer, holdings, sweep);
      RowReport report =
          new RowRun(job, plan, progress, ledger, options, runner, clock)
              .run(pinned, new Signature(ledger, lease, options.retention(), clock), cancellation);
      sweep.after();
      if (ledger.record().end() != null) {
        notice.ended(ledger.json());
      }
      if (!report.success()) {
        throw new RowExportFailedException(report);
      }
      return report;
    }
  }

  /** Refuses another ledger than the root's before anything is done in it. */
  private LedgerPointer pointer() {
    LedgerPointer pointer = place.pointer();
    if (pointer.objection().isPresent()) {
      throw refusal(pointer.objection().get());
    }
    return pointer;
  }

  /** An export of rows cannot be forced: what is there is left alone. */
  private static SpillwayException refusal(UnusableLedgerException why) {
    String choice = why.choice().isEmpty() ? ": choose another destination" : why.choice();
    return new SpillwayException(REFUSED, why.finding() + choice + ".", why);
  }

  private DestinationState holdings(LedgerPointer pointer, LedgerSnapshot records) {
    try {
      Optional<UnusableLedgerException> another = pointer.objection(records);
      if (another.isPresent()) {
        throw another.get();
      }
      return DestinationState.ofRows(place.stores(), records, place.root());
    } catch (UnusableLedgerException e) {
      throw refusal(e);
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e),
          "Cannot read what is at " + place.root() + ": " + e.getMessage(),
          e);
    }
  }

  /** Rows of another export beside those of this one would be read with them. */
  private void requireEmpty(Prefix destination) {
    Location folder = place.root().resolve(destination.export().text());
    boolean isEmpty;
    try {
      isEmpty = !destination.store().list(folder.path() + "/").hasNext();
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e), "Cannot read what is at " + folder + ": " + e.getMessage(), e);
    }
    if (!isEmpty) {
      throw new SpillwayException(
          REFUSED,
          "Cannot export into "
              + folder
              + ": it is not empty. Choose another --export-id, or delete what is there.");
    }
  }

  private Ledger begin(
      DestinationContext at,
      RowJob job,
      RowProgress progress,
      Lease lease,
      LedgerPointer pointer,
      DestinationState holdings,
      Sweep sweep) {
    ExportRecord record =
        ExportRecord.first(
                job.id(),
                ExportRecord.What.ofRows(name, place.root()),
                lease.number(),
                Version.text(),
                holdings,
                progress.reached())
            .writing();
    try {
      lease.name(record.exportId());
      pointer.write(at.stores(), false);
      Ledger ledger = Ledger.begin(at.stores(), at.ledger(), at.root(), record);
      sweep.before();
      job.destination().raiseFlag();
      return ledger;
    } catch (LeaseLostException e) {
      throw new SpillwayException(FAILED, "Nothing was written: " + e.getMessage(), e);
    } catch (UnusableLedgerException e) {
      throw refusal(e);
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e), "Cannot write to " + place.ledger() + ": " + e.getMessage(), e);
    }
  }
}
