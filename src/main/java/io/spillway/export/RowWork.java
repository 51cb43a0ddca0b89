package io.spillway.export;

import static io.spillway.base.SpillwayException.Kind.REFUSED;

import io.spillway.base.Environment;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.LedgerSnapshot;
import io.spillway.ledger.UnusableLedgerException;
import io.spillway.request.Conduct;
import io.spillway.request.Retention;
import io.spillway.request.Webhook;
import io.spillway.rows.RowLayout;
import io.spillway.rows.RowSource;
import io.spillway.rows.destination.RowDestination;
import io.spillway.rows.destination.RowExport;
import io.spillway.rows.destination.RowTransaction;
import io.spillway.rows.round.RowRunner;
import io.spillway.source.OpenedSource;
import io.spillway.spark.JobRunner;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.util.Optional;

/** An export of rows: writes the tables of a source to a destination of rows. */
public final class RowWork implements Work {
  private final OpenedSource.OfRows source;
  private final RowDestination destination;
  private final RowLayout layout;
  private final RowOptions options;
  private final RowRunner runner;
  private final Environment environment;
  private final ExportId id;

  /**
   * Creates an export.
   *
   * @param source the source, whose state is pinned after the lease is taken, so that waiting for
   *     the lease does not hold the source's snapshot
   * @throws SpillwayException (bad input) if the chosen id is invalid
   */
  public RowWork(
      OpenedSource.OfRows source,
      RowDestination destination,
      RowOptions options,
      RowRunner runner,
      Environment environment) {
    this.source = source;
    this.destination = destination;
    this.layout = source.layout().get();
    this.options = options;
    this.runner = runner;
    this.environment = environment;
    this.id =
        options
            .exportId()
            .map(chosen -> ExportId.chosen(chosen, environment.clock()))
            .orElseGet(() -> ExportId.next(environment.clock(), environment.random()));
  }

  /** Returns the place of this export's records, for {@link Export}. */
  public DestinationContext context() {
    return destination.context(layout, id);
  }

  @Override
  public Conduct conduct() {
    Conduct conduct = options.waits() ? Conduct.DEFAULT.waiting() : Conduct.DEFAULT;
    return options.isDryRun() ? conduct.dryRun() : conduct;
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
  public DestinationState state(DestinationContext place, LedgerSnapshot records)
      throws IOException {
    Optional<String> only =
        layout.kind() == RowLayout.Kind.SHARED_FOLDER
            ? Optional.of(source.name())
            : Optional.empty();
    return DestinationState.ofRows(place.stores(), records, place.markers(), place.name(), only);
  }

  /**
   * Returns the refusal of an unusable ledger. An export of rows cannot be forced; the destination
   * stays unchanged.
   */
  @Override
  public SpillwayException refusal(UnusableLedgerException why) {
    String choice = why.choice().isEmpty() ? ": choose another destination" : why.choice();
    return new SpillwayException(REFUSED, why.finding() + choice + ".", why);
  }

  @Override
  public Planned plan(
      DestinationContext at, long lease, LedgerSnapshot records, Optional<DestinationState> told) {
    RowExport export =
        new RowExport(
            id, at, layout, source.name(), options.compression(), options.maxConcurrency());
    Optional<String> checkpoint = checkpoint(export, records);
    RowTransaction transaction = destination.begin(export);
    try {
      RowSource pinned = source.pin().get();
      try {
        return new PlannedRows(
            export,
            pinned,
            transaction,
            checkpoint,
            told.orElseThrow(),
            lease,
            options,
            runner,
            environment);
      } catch (Throwable e) {
        pinned.close();
        throw e;
      }
    } catch (Throwable e) {
      transaction.close();
      throw e;
    }
  }

  private Optional<String> checkpoint(RowExport export, LedgerSnapshot records) {
    try {
      return destination.checkpoint(export, records);
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e),
          "Cannot read the checkpoint at " + export.context().name() + ": " + e.getMessage(),
          e);
    }
  }
}
