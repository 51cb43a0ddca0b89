package io.spillway;

import io.spillway.destination.Prefix;
import io.spillway.lakefs.UnreadableFormatException;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.Holdings;
import io.spillway.ledger.Ledger;
import io.spillway.ledger.State;
import io.spillway.plan.ExportPlan;
import io.spillway.plan.Failures;
import io.spillway.plan.Round;
import io.spillway.plan.Summary;
import io.spillway.round.Job;
import io.spillway.round.RoundRunner;
import io.spillway.source.ObjectSource;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One export: pin, plan, rounds, sign. The source comes pinned; everything else hangs below. */
final class Export {
  private static final Logger LOG = LoggerFactory.getLogger(Export.class);

  private final ObjectSource source;
  private final Prefix destination;
  private final ExportOptions options;
  private final RoundRunner runner;
  private final Clock clock;

  Export(
      ObjectSource source,
      Prefix destination,
      ExportOptions options,
      RoundRunner runner,
      Clock clock) {
    this.source = source;
    this.destination = destination;
    this.options = options;
    this.runner = runner;
    this.clock = clock;
  }

  /**
   * Runs it to its end.
   *
   * @throws ExportFailedException when it ended without SUCCESS
   * @throws SpillwayException when it could not begin; nothing was written then
   */
  ExportReport run() {
    Job job =
        new Job(
            source, destination, options.filter(), options.metadata(), options.maxConcurrency());
    try (Cancellation cancellation = Cancellation.watch()) {
      Ledger ledger = begin(job);
      Summary summary = settle(job);
      ExportReport report = sign(job, ledger, canceled(cancellation, summary), cancellation);
      sweep();
      if (!report.success()) {
        throw new ExportFailedException(report);
      }
      return report;
    }
  }

  private static Summary canceled(Cancellation cancellation, Summary summary) {
    return cancellation.isRequested()
        ? summary.plus(
            Summary.of(Failures.of("the export", "was canceled: the process was told to stop")))
        : summary;
  }

  private Ledger begin(Job job) {
    Location ledger = options.ledger().orElse(destination.root().resolve(Prefix.OWN_FOLDER));
    try {
      Ledger begun =
          Ledger.begin(destination.stores(), ledger, destination.root(), record(job).writing());
      destination.raiseFlag();
      return begun;
    } catch (StoreException e) {
      throw new SpillwayException(kind(e), "Cannot write to the destination: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new SpillwayException(
          SpillwayException.Kind.UNREACHABLE,
          "Cannot write to " + ledger + ": " + e.getMessage(),
          e);
    }
  }

  private ExportRecord record(Job job) throws IOException {
    Location root = destination.root();
    return ExportRecord.first(
        job.id(),
        ExportRecord.What.of(source.snapshot(), Optional.empty(), root, metadata()),
        1,
        Version.text(),
        Holdings.unknown(destination.stores(), root, List.of()));
  }

  private String metadata() {
    return options.metadata().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static SpillwayException.Kind kind(StoreException e) {
    return switch (e.reason()) {
      case NO_CONTAINER, NOT_FOUND, UNFIT -> SpillwayException.Kind.BAD_INPUT;
      case DENIED, UNREACHABLE, UNKNOWN, CHANGED, REFUSED -> SpillwayException.Kind.UNREACHABLE;
    };
  }

  /** Plans and runs the rounds; whatever goes wrong comes back as failures, for the marker. */
  private Summary settle(Job job) {
    try {
      return runRounds(job);
    } catch (Throwable e) { // also an Error: without a marker nobody would know
      LOG.debug("The export stopped", e);
      return Summary.of(Failures.of("the export stopped", firstLine(e)));
    }
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  private Summary runRounds(Job pinned) throws IOException {
    Planned planned = plan(pinned);
    if (!planned.plan().failures().isEmpty()) {
      return Summary.of(planned.plan().failures());
    }
    Summary all = Summary.NONE;
    for (Round round : planned.plan().rounds()) {
      Summary done = runner.run(planned.job(), round);
      all = all.plus(done).plus(missing(round, done));
      if (!all.failures().isEmpty()) {
        break;
      }
    }
    return all;
  }

  private void sweep() {
    try {
      destination.sweep();
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Temporary files of this export are left behind: {}", e.getMessage());
    }
  }

  private record Planned(Job job, ExportPlan plan) {}

  private Planned plan(Job job) throws IOException {
    try {
      return new Planned(job, runner.plan(job));
    } catch (UnreadableFormatException e) {
      ObjectSource slower = job.source().slower().orElseThrow(() -> e);
      LOG.warn(
          "The commit is listed through lakeFS's REST API, which is slower: {}", e.getMessage());
      Job listed = job.from(slower);
      return new Planned(listed, runner.plan(listed));
    }
  }

  /** What was planned and is neither copied nor failed: a SUCCESS over it would be false. */
  private static Summary missing(Round round, Summary done) {
    long planned = round.tally().objects();
    return done.objects() == planned || !done.failures().isEmpty()
        ? Summary.NONE
        : Summary.of(
            Failures.of(
                "round " + round.number(),
                "planned "
                    + planned
                    + " objects and saw "
                    + done.objects()
                    + ": the source is not what it was"));
  }

  private ExportReport sign(Job job, Ledger ledger, Summary settled, Cancellation cancellation) {
    Summary summary = settled;
    String marker = "";
    if (summary.failures().isEmpty()) {
      Signed signed = sign(ledger, State.SUCCEEDED, summary);
      marker = signed.marker();
      summary = summary.plus(signed.trouble());
    }
    if (!summary.failures().isEmpty()) {
      State end = cancellation.isRequested() ? State.CANCELED : State.FAILED;
      Signed signed = sign(ledger, end, summary);
      marker = signed.marker();
      summary = summary.plus(signed.trouble());
    }
    return new ExportReport(
        source.snapshot().source(),
        source.snapshot().id(),
        Optional.empty(),
        job.id().text(),
        summary.failures().isEmpty(),
        Duration.between(job.id().startedAt(), clock.instant()),
        marker,
        summary,
        List.of());
  }

  private record Signed(String marker, Summary trouble) {}

  private Signed sign(Ledger ledger, State end, Summary summary) {
    String marker;
    try {
      marker =
          ledger
              .sign(
                  end.isSuccess(),
                  clock.instant().truncatedTo(ChronoUnit.MILLIS),
                  summary,
                  OptionalLong.empty())
              .toString();
    } catch (IOException e) {
      return new Signed("", Summary.of(Failures.of("marker", String.valueOf(e.getMessage()))));
    }
    try {
      ledger.close(end);
    } catch (IOException e) {
      LOG.warn("The marker is written, but not the end of the export's record: {}", e.getMessage());
    }
    return new Signed(marker, Summary.NONE);
  }
}
