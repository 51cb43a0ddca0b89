package io.spillway.export;

import static io.spillway.base.SpillwayException.Kind.REFUSED;

import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.destination.Prefix;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.LedgerSnapshot;
import io.spillway.ledger.UnusableLedgerException;
import io.spillway.request.Conduct;
import io.spillway.request.Retention;
import io.spillway.request.Webhook;
import io.spillway.rows.RowSource;
import io.spillway.rows.round.RowRunner;
import io.spillway.spark.JobRunner;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** An export of rows: writes each table of a source into the folder of this export. */
public final class RowWork implements Work {
  private final String source;
  private final Supplier<RowSource> pin;
  private final RowOptions options;
  private final RowRunner runner;
  private final Environment environment;
  private final ExportId id;

  /**
   * Creates an export.
   *
   * @param source the source's name, without secrets
   * @param pin pins the state of the source after the lease is taken, so that waiting for the lease
   *     does not hold the source's snapshot
   * @throws SpillwayException (bad input) if the chosen id is invalid
   */
  public RowWork(
      String source,
      Supplier<RowSource> pin,
      RowOptions options,
      RowRunner runner,
      Environment environment) {
    this.source = source;
    this.pin = pin;
    this.options = options;
    this.runner = runner;
    this.environment = environment;
    this.id =
        options
            .exportId()
            .map(chosen -> ExportId.chosen(chosen, environment.clock()))
            .orElseGet(() -> ExportId.next(environment.clock(), environment.random()));
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
    return DestinationState.ofRows(place.stores(), records, place.root());
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
    Prefix destination = Prefix.ofRows(at.root(), at.forbidden(), at.stores(), id);
    requireEmpty(destination);
    RowSource pinned = pin.get();
    try {
      return new PlannedRows(
          source, pinned, destination, told.orElseThrow(), lease, options, runner, environment);
    } catch (Throwable e) {
      pinned.close();
      throw e;
    }
  }

  /**
   * Rejects a folder that is not empty, because readers would read its rows together with those of
   * this export.
   */
  private static void requireEmpty(Prefix destination) {
    Location folder = destination.root().resolve(destination.export().text());
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
}
