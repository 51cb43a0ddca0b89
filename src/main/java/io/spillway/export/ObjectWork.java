package io.spillway.export;

import static io.spillway.base.SpillwayException.Kind.REFUSED;

import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.destination.Prefix;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.LedgerSnapshot;
import io.spillway.ledger.UnusableLedgerException;
import io.spillway.object.Comparison;
import io.spillway.object.ObjectSource;
import io.spillway.object.States;
import io.spillway.object.round.Job;
import io.spillway.object.round.Journal;
import io.spillway.object.round.StepRunner;
import io.spillway.outcome.Failure;
import io.spillway.request.Conduct;
import io.spillway.request.Retention;
import io.spillway.request.Since;
import io.spillway.request.Webhook;
import io.spillway.spark.JobRunner;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An export of objects: makes the destination equal to one state of their source. */
public final class ObjectWork implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectWork.class);

  private final ObjectSource target;
  private final States states;
  private final Since since;
  private final ExportOptions options;
  private final StepRunner runner;
  private final Environment environment;

  /**
   * Creates an export.
   *
   * @param target the state to export
   * @param states other states that the destination may hold
   */
  public ObjectWork(
      ObjectSource target,
      States states,
      Since since,
      ExportOptions options,
      StepRunner runner,
      Environment environment) {
    this.target = target;
    this.states = states;
    this.since = since;
    this.options = options;
    this.runner = runner;
    this.environment = environment;
  }

  @Override
  public Conduct conduct() {
    return options.conduct();
  }

  @Override
  public Retention retention() {
    return options.retention();
  }

  @Override
  public Optional<Webhook> hook() {
    return options.hook();
  }

  @Override
  public JobRunner jobs() {
    return runner.jobs();
  }

  @Override
  public void check(DestinationContext place) {
    MirrorGuard.check(since, options.conduct());
    MirrorGuard.check(place, options.conduct());
  }

  @Override
  public DestinationState state(DestinationContext place, LedgerSnapshot records)
      throws IOException {
    DestinationState read =
        DestinationState.read(
            place.stores(), records, place.root(), target.snapshot().source(), states::isId);
    if (!read.unsettled().unusable().isEmpty()) {
      LOG.warn(
          "What {} holds is unknown, and everything is exported: its marker {} names no commit by"
              + " its id.",
          place.root(),
          Failure.printable(read.unsettled().unusable().get(0)));
    }
    return read;
  }

  /**
   * Returns whether the export continues despite an unusable ledger. A mirror never continues,
   * because objects that no ledger records may belong to others.
   */
  @Override
  public boolean overrules(UnusableLedgerException why) {
    return conduct().forces() && !conduct().mirrors();
  }

  @Override
  public SpillwayException refusal(UnusableLedgerException why) {
    String message = String.valueOf(why.getMessage());
    return new SpillwayException(
        REFUSED,
        conduct().mirrors() ? message.replace("--force ", "--force without --mirror ") : message,
        why);
  }

  @Override
  public Planned plan(
      DestinationContext at, long lease, LedgerSnapshot records, Optional<DestinationState> told) {
    if (told.isPresent()) {
      DestinationState before = Baseline.of(since, options, told.get(), at.root());
      try {
        return plan(at, lease, told.get(), before, compare(before, at.root()));
      } catch (UnknownStateException e) {
        if (!conduct().forces()) {
          throw new SpillwayException(REFUSED, String.valueOf(e.getMessage()), e);
        }
        LOG.warn("Everything is exported again: {}", e.getMessage());
      }
    }
    DestinationState unknown = unknown(at, records);
    return plan(at, lease, unknown, unknown, Comparison.full(target).of(options.globs()));
  }

  private static DestinationState unknown(DestinationContext at, LedgerSnapshot records) {
    try {
      return DestinationState.unknown(at.stores(), records, at.root());
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e), "Cannot read what is at " + at.root() + ": " + e.getMessage(), e);
    }
  }

  private Planned plan(
      DestinationContext at,
      long lease,
      DestinationState told,
      DestinationState before,
      Comparison comparison) {
    Optional<ExportRecord> resumed = before.unfinished().filter(record -> canResume(record, at));
    ExportId id =
        resumed
            .flatMap(record -> ExportId.parse(record.exportId()))
            .orElseGet(() -> ExportId.next(environment.clock(), environment.random()));
    PlannedObjects planned =
        new PlannedObjects(
            job(at, comparison, id, lease, resumed.isPresent()),
            told,
            before,
            resumed,
            options,
            runner,
            resumed.isPresent() ? environment.clock().instant() : id.startedAt());
    planned.plan();
    return planned;
  }

  private Job job(
      DestinationContext at, Comparison comparison, ExportId id, long lease, boolean resumes) {
    Location outcomes = at.ledger().resolve("exports/" + id + "/outcomes");
    Job job =
        new Job(
                comparison,
                Prefix.of(at.root(), at.forbidden(), at.stores(), id),
                comparison.isFull(),
                options.filter(),
                options.metadata(),
                options.read(),
                options.maxConcurrency(),
                new Journal(at.stores(), outcomes, lease, resumes))
            .hidingKeys(at.hidesKeys());
    return conduct().mirrors() ? job.mirroring() : job;
  }

  private boolean canResume(ExportRecord unfinished, DestinationContext at) {
    return conduct().resumes()
        && unfinished.what().commit().equals(target.snapshot().id())
        && options.metadata().text().equals(unfinished.what().metadata())
        && unfinished.what().globs().equals(options.globs())
        && unfinished.what().writing().equals(chosenForWrites(unfinished, at));
  }

  /**
   * Returns the write settings of an unfinished export. An export with other settings does not
   * resume it, because half of the objects would have another encryption than requested.
   */
  private static Map<String, String> chosenForWrites(
      ExportRecord unfinished, DestinationContext at) {
    return ExportId.parse(unfinished.exportId())
        .map(id -> Prefix.of(at.root(), at.forbidden(), at.stores(), id))
        .map(ObjectWork::chosenForWrites)
        .orElse(Map.of());
  }

  private static Map<String, String> chosenForWrites(Prefix prefix) {
    try {
      return prefix.store().chosenForWrites();
    } finally {
      prefix.stores().release();
    }
  }

  private Comparison compare(DestinationState before, Location root) throws UnknownStateException {
    List<String> ids = new ArrayList<>();
    before.base().ifPresent(ids::add);
    before.attempts().stream()
        .filter(attempt -> !attempt.equals(target.snapshot().id()))
        .forEach(ids::add);
    List<ObjectSource> bases = new ArrayList<>();
    for (String id : ids) {
      bases.add(state(id, root));
    }
    return new Comparison(target, bases, before.base().isEmpty(), options.globs());
  }

  /**
   * Thrown if the destination may hold a state that the source does not know, or no longer knows.
   */
  private static final class UnknownStateException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownStateException(String message, SpillwayException cause) {
      super(message, cause);
    }
  }

  private ObjectSource state(String id, Location root) throws UnknownStateException {
    try {
      return states.at(id);
    } catch (SpillwayException e) {
      if (e.kind() != SpillwayException.Kind.BAD_INPUT) {
        throw e;
      }
      throw new UnknownStateException(
          root
              + " may hold commit "
              + id
              + ", which cannot be compared with any more: "
              + e.getMessage()
              + " --force starts a full export.",
          e);
    }
  }
}
