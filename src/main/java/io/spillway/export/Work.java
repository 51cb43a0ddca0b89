package io.spillway.export;

import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.destination.Leftovers;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.Ledger;
import io.spillway.ledger.LedgerSnapshot;
import io.spillway.ledger.UnusableLedgerException;
import io.spillway.outcome.Summary;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.Retention;
import io.spillway.request.Webhook;
import io.spillway.spark.JobRunner;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The part of an export that is specific to objects or to rows. An {@link Export} calls the methods
 * in the order of their declaration, and does the common work itself.
 */
public interface Work {
  /** Returns whether the export writes, waits, and continues against the ledger's objections. */
  Conduct conduct();

  /** Returns the number of earlier exports to keep. */
  Retention retention();

  /** Returns the webhook that receives the export's record when the export has ended. */
  Optional<Webhook> hook();

  /** Returns the runner of the jobs. */
  JobRunner jobs();

  /**
   * Rejects a request that contradicts itself. Sends no request.
   *
   * @throws SpillwayException (bad input, or refused) if it contradicts itself
   */
  default void check(DestinationContext place) {}

  /**
   * Reads the state of the destination.
   *
   * @throws UnusableLedgerException if the ledger does not record it
   * @throws IOException if the destination cannot be read
   */
  DestinationState state(DestinationContext place, LedgerSnapshot records) throws IOException;

  /** Returns whether the export continues at a destination whose ledger is unusable. */
  default boolean overrules(UnusableLedgerException why) {
    return conduct().forces();
  }

  /** Returns the refusal of an unusable ledger, with the user's choices. */
  SpillwayException refusal(UnusableLedgerException why);

  /**
   * Pins the source and plans the work.
   *
   * @param at the destination; nothing can be written there in a dry run
   * @param lease the number of the lease; 0 in a dry run
   * @param records the ledger that the state was read from
   * @param told the state of the destination; empty if its ledger was {@linkplain #overrules
   *     overruled}, in which case the destination may hold anything
   * @throws SpillwayException if the export cannot begin
   */
  Planned plan(
      DestinationContext at, long lease, LedgerSnapshot records, Optional<DestinationState> told);

  /** Planned work on a pinned source. Not thread-safe. */
  interface Planned extends AutoCloseable {
    /** Returns the source's name, without secrets. */
    String source();

    /** Returns the state of the destination, which stays valid if nothing is written. */
    DestinationState told();

    /** Returns the temporary files at the destination. */
    Leftovers leftovers();

    /** Returns the time at which this run began. */
    Instant startedAt();

    /** Returns the findings of the plan. If they contain failures, no round begins. */
    Summary found();

    /** Determines the rounds' work in more detail, for a dry run, and returns all findings. */
    Summary preview();

    /**
     * Rejects work that the user must request explicitly.
     *
     * @throws SpillwayException (refused) if the plan contains such work
     */
    default void guard() {}

    /** Returns the record of this run before its first round. */
    ExportRecord record(long lease);

    /** Runs the rounds. Returns all errors as failures, for the marker. */
    Summary run(Ledger ledger);

    /** Returns the number of objects in the exported snapshot, or -1 if they were not counted. */
    default long objects() {
      return -1;
    }

    /**
     * Returns the part of the report that is specific to objects or to rows, with the progress so
     * far.
     */
    ExportReport.Content content();

    /** Releases the source. */
    @Override
    default void close() {}
  }
}
