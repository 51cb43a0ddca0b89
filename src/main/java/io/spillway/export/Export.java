package io.spillway.export;

import static io.spillway.base.SpillwayException.Kind.REFUSED;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.destination.Prefix;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.LedgerPointer;
import io.spillway.ledger.LedgerSnapshot;
import io.spillway.ledger.UnusableLedgerException;
import io.spillway.ledger.lease.Lease;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.object.Comparison;
import io.spillway.object.ObjectSource;
import io.spillway.object.round.Job;
import io.spillway.object.round.Journal;
import io.spillway.object.round.RoundRunner;
import io.spillway.outcome.Failure;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.request.Since;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One export: takes the destination's lease, finds out what it holds, and lets an {@link ExportRun}
 * make it equal to the target. The states come pinned.
 */
public final class Export {
  private static final Logger LOG = LoggerFactory.getLogger(Export.class);

  private final States states;
  private final Since since;
  private final DestinationContext place;
  private final ExportOptions options;
  private final LeaseTiming timing;
  private final RoundRunner runner;
  private final Clock clock;

  public Export(
      States states,
      Since since,
      DestinationContext place,
      ExportOptions options,
      LeaseTiming timing,
      RoundRunner runner,
      Clock clock) {
    this.states = states;
    this.since = since;
    this.place = place;
    this.options = options;
    this.timing = timing;
    this.runner = runner;
    this.clock = clock;
  }

  /**
   * Runs it to its end.
   *
   * @throws ExportFailedException when it ended without SUCCESS
   * @throws SpillwayException when it could not begin; the data at the destination is untouched
   *     then
   */
  public ExportReport run() {
    MirrorGuard.check(since, options.conduct());
    MirrorGuard.check(place, options.conduct());
    return options.conduct().isDryRun() ? preview() : export();
  }

  private ExportReport preview() {
    try {
      LedgerPointer pointer = pointer();
      return run(place, 0, pointer, place.records()).preview();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ExportReport export() {
    LedgerPointer pointer = pointer();
    DestinationContext.Leased leased =
        place.lease(timing, options.conduct().waits(), runner.isAlone());
    Lease lease = leased.lease();
    // Closed from the last to the first: the lease is free when the end is posted, and a process
    // that is told to stop waits for both.
    try (Cancellation cancellation = Cancellation.watch();
        WebhookNotifier notice = WebhookNotifier.to(options.hook());
        lease) {
      lease.onLoss(reason -> runner.stop());
      try {
        return run(place.under(lease), lease.number(), pointer, leased.records())
            .export(lease, cancellation, notice);
      } finally {
        if (runner.mayStillWrite()) {
          lease.abandon();
        }
      }
    }
  }

  /** Refuses another ledger than the root's before anything is done in it. */
  private LedgerPointer pointer() {
    LedgerPointer pointer = place.pointer();
    Optional<UnusableLedgerException> another = pointer.objection();
    if (another.isPresent() && !options.conduct().forces()) {
      throw new SpillwayException(
          REFUSED, String.valueOf(another.get().getMessage()), another.get());
    }
    return pointer;
  }

  /**
   * Finds out what the destination holds, and what there is to do.
   *
   * @param at the place, where an export that only previews writes nothing
   */
  private ExportRun run(
      DestinationContext at, long lease, LedgerPointer pointer, LedgerSnapshot records) {
    DestinationState told;
    DestinationState holdings;
    Comparison comparison;
    try {
      told = read(pointer, records);
      holdings = Baseline.of(since, options, told, place.root());
      comparison = compare(holdings);
    } catch (UnusableLedgerException | UnknownStateException e) {
      refuseToMirror(e);
      told = distrust(records, e);
      holdings = told;
      comparison = Comparison.full(states.target()).of(options.globs());
    }
    Optional<ExportRecord> resumed = holdings.unfinished().filter(this::canResume);
    ExportId id =
        resumed
            .flatMap(record -> ExportId.parse(record.exportId()))
            .orElseGet(() -> ExportId.next(clock, RandomGenerator.getDefault()));
    return new ExportRun(
        job(at, comparison, id, lease, resumed.isPresent()),
        told,
        holdings,
        resumed,
        at,
        pointer,
        options,
        runner,
        clock);
  }

  private Job job(
      DestinationContext at, Comparison comparison, ExportId id, long lease, boolean resumes) {
    Location outcomes = place.ledger().resolve("exports/" + id + "/outcomes");
    Job job =
        new Job(
            comparison,
            Prefix.of(at.root(), at.forbidden(), at.stores(), id),
            comparison.isFull(),
            options.filter(),
            options.metadata(),
            options.read(),
            options.maxConcurrency(),
            new Journal(at.stores(), outcomes, lease, resumes));
    return options.conduct().mirrors() ? job.mirroring() : job;
  }

  private boolean canResume(ExportRecord unfinished) {
    return options.conduct().resumes()
        && unfinished.what().commit().equals(states.target().snapshot().id())
        && options.metadata().text().equals(unfinished.what().metadata())
        && unfinished.what().globs().equals(options.globs())
        && unfinished.what().writing().equals(chosenForWrites(unfinished));
  }

  /** Half of the objects with another encryption would not be what was asked for. */
  private Map<String, String> chosenForWrites(ExportRecord unfinished) {
    return ExportId.parse(unfinished.exportId())
        .map(id -> Prefix.of(place.root(), place.forbidden(), place.stores(), id))
        .map(prefix -> prefix.store().chosenForWrites())
        .orElse(Map.of());
  }

  private DestinationState read(LedgerPointer pointer, LedgerSnapshot records)
      throws UnusableLedgerException {
    try {
      Optional<UnusableLedgerException> another = pointer.objection(records);
      if (another.isPresent()) {
        throw another.get();
      }
      DestinationState read =
          DestinationState.read(
              place.stores(),
              records,
              place.root(),
              states.target().snapshot().source(),
              states::isId);
      if (!read.unsettled().unusable().isEmpty()) {
        LOG.warn(unusable(read.unsettled().unusable().get(0)));
      }
      return read;
    } catch (UnusableLedgerException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private String unusable(String marker) {
    return "What "
        + place.root()
        + " holds is unknown, and everything is exported: its marker "
        + Failure.printable(marker)
        + " names no commit by its id.";
  }

  /** What is there may be somebody else's: nothing that nobody knows of is deleted. */
  private void refuseToMirror(Exception why) {
    if (options.conduct().mirrors() && why instanceof UnusableLedgerException) {
      throw new SpillwayException(
          REFUSED,
          String.valueOf(why.getMessage()).replace("--force ", "--force without --mirror "),
          why);
    }
  }

  /** Goes on with a full export over whatever is there, if the user wants that. */
  private DestinationState distrust(LedgerSnapshot records, Exception why) {
    if (!options.conduct().forces()) {
      throw new SpillwayException(REFUSED, String.valueOf(why.getMessage()), why);
    }
    LOG.warn("Everything is exported again: {}", why.getMessage());
    try {
      return DestinationState.unknown(place.stores(), records, place.root());
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

  private Comparison compare(DestinationState holdings) throws UnknownStateException {
    List<String> ids = new ArrayList<>();
    holdings.base().ifPresent(ids::add);
    holdings.attempts().stream()
        .filter(attempt -> !attempt.equals(states.target().snapshot().id()))
        .forEach(ids::add);
    List<ObjectSource> bases = new ArrayList<>();
    for (String id : ids) {
      bases.add(state(id));
    }
    return new Comparison(states.target(), bases, holdings.base().isEmpty(), options.globs());
  }

  /** The destination may hold a state that the source does not know, or no longer. */
  private static final class UnknownStateException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownStateException(String message, SpillwayException cause) {
      super(message, cause);
    }
  }

  private ObjectSource state(String id) throws UnknownStateException {
    try {
      return states.at(id);
    } catch (SpillwayException e) {
      if (e.kind() != SpillwayException.Kind.BAD_INPUT) {
        throw e;
      }
      throw new UnknownStateException(
          place.root()
              + " may hold commit "
              + id
              + ", which cannot be compared with any more: "
              + e.getMessage()
              + " --force starts a full export.",
          e);
    }
  }
}
