package io.spillway.export;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.Environment;
import io.spillway.base.KeyGlobs;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.destination.Prefix;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.LedgerPointer;
import io.spillway.ledger.UnusableLedgerException;
import io.spillway.ledger.lease.Lease;
import io.spillway.object.Comparison;
import io.spillway.object.ObjectSource;
import io.spillway.object.States;
import io.spillway.object.UnreadableFormatException;
import io.spillway.object.verify.Difference;
import io.spillway.object.verify.Verified;
import io.spillway.object.verify.Verifier;
import io.spillway.object.verify.VerifyJob;
import io.spillway.outcome.Failure;
import io.spillway.report.VerifyReport;
import io.spillway.store.Meter;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A comparison of a destination with a commit. It determines the commit and lets a {@link Verifier}
 * compare. It writes nothing and takes no lease.
 */
public final class Verification {
  private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

  private final States commits;
  private final String source;
  private final DestinationContext place;
  private final ExportOptions options;
  private final VerifyOptions chosen;
  private final Environment environment;
  private final Map<String, String> remarks = new TreeMap<>();

  /**
   * Creates a verification. Sends no request.
   *
   * @param commits resolves references and recorded ids, pinned
   * @param source the exported source: {@code lakefs://repo}
   */
  public Verification(
      States commits,
      String source,
      DestinationContext place,
      ExportOptions options,
      VerifyOptions chosen,
      Environment environment) {
    this.commits = commits;
    this.source = source;
    this.place = place;
    this.options = options;
    this.chosen = chosen;
    this.environment = environment;
  }

  /**
   * Runs the comparison and returns its report.
   *
   * @param each receives every difference, in key order; empty if the first of them are enough
   * @throws SpillwayException if not everything could be compared
   */
  public VerifyReport run(Verifier verifier, Optional<Consumer<Difference>> each) {
    Instant startedAt = environment.clock().instant();
    Optional<DestinationState> holdings = holdings();
    ObjectSource target =
        chosen.ref().map(commits::named).orElseGet(() -> commits.at(exported(holdings)));
    KeyGlobs globs = globs(holdings, target);
    VerifyJob job = job(target, globs, each.isPresent());
    Verified verified;
    try {
      verified = verify(verifier, job, each.orElse(ignored -> {}));
    } finally {
      job.destination().stores().release();
    }
    return new VerifyReport(
        target.snapshot().source(),
        place.root().toString(),
        chosen.readsContent(),
        Duration.between(startedAt, environment.clock().instant()),
        new VerifyReport.OfObjects(
            target.snapshot().id(),
            globs,
            verified.withDriver(Meter.current().traffic()),
            remarks));
  }

  private Verified verify(Verifier verifier, VerifyJob job, Consumer<Difference> each) {
    try {
      try {
        return verifier.verify(job, each);
      } catch (UnreadableFormatException e) {
        Comparison slower = job.comparison().slower().orElseThrow(() -> e);
        LOG.warn(
            "The commit is listed through lakeFS's REST API, which is slower: {}", e.getMessage());
        return verifier.verify(job.from(slower), each);
      }
    } catch (IOException e) {
      throw new SpillwayException(
          e instanceof StoreException ? StoreException.kind(e) : SpillwayException.Kind.FAILED,
          "Cannot compare " + place.root() + ": " + e.getMessage(),
          e);
    }
  }

  /** Returns the state that the destination records, or empty if its records cannot be used. */
  private Optional<DestinationState> holdings() {
    try {
      Optional<UnusableLedgerException> another =
          LedgerPointer.read(place.stores(), place.root(), place.ledger()).objection();
      if (another.isPresent()) {
        throw another.get();
      }
      Lease.holder(place.stores(), place.ledger())
          .ifPresent(
              holder ->
                  remarks.put("an export may be writing to the destination", "it is " + holder));
      DestinationState read =
          DestinationState.read(
              place.stores(), place.records(), place.root(), source, commits::isId);
      remarkOn(read);
      return Optional.of(read);
    } catch (UnusableLedgerException e) {
      if (chosen.ref().isEmpty()) {
        throw new SpillwayException(
            BAD_INPUT, e.finding() + ": name the commit to compare with by --commit_id=C.", e);
      }
      remarks.put("the ledger was not asked", e.finding());
      return Optional.empty();
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e),
          "Cannot read what is at " + place.root() + ": " + e.getMessage(),
          e);
    }
  }

  private void remarkOn(DestinationState read) {
    if (!read.unsettled().unusable().isEmpty()) {
      remarks.put(
          "a marker names no commit by its id",
          Failure.printable(read.unsettled().unusable().get(0)));
    }
    if (!read.attempts().isEmpty()) {
      remarks.put(
          "an export without SUCCESS may have changed the destination",
          "of commit " + read.attempts().get(read.attempts().size() - 1));
    }
  }

  private String exported(Optional<DestinationState> holdings) {
    return holdings
        .flatMap(DestinationState::base)
        .orElseThrow(
            () ->
                new SpillwayException(
                    BAD_INPUT,
                    "Nothing at "
                        + place.root()
                        + " says which commit it holds, for no export there ended with SUCCESS:"
                        + " name the commit to compare with by --commit_id=C."));
  }

  /** Returns the chosen globs, or else those of the export that the ledger records. */
  private KeyGlobs globs(Optional<DestinationState> holdings, ObjectSource target) {
    String id = target.snapshot().id();
    return options.globs().isAll()
        ? holdings
            .filter(read -> read.base().filter(id::equals).isPresent())
            .map(DestinationState::globs)
            .orElse(KeyGlobs.ALL)
        : options.globs();
  }

  /**
   * Returns the name below the root of a ledger that is inside the root; empty if it is outside.
   */
  private String ledgerBelow() {
    String root = place.root().path();
    String ledger = place.ledger().path();
    if (!place.ledger().isWithin(place.root()) || ledger.equals(root)) {
      return "";
    }
    return root.isEmpty() ? ledger : ledger.substring(root.length() + 1);
  }

  private VerifyJob job(ObjectSource target, KeyGlobs globs, boolean listsAll) {
    ExportId id = ExportId.next(environment.clock(), environment.random());
    return new VerifyJob(
        Comparison.full(target),
        Prefix.of(place.root(), place.forbidden(), place.stores(), id),
        options.read(),
        options.maxConcurrency(),
        globs,
        chosen.readsContent(),
        listsAll,
        ledgerBelow());
  }
}
