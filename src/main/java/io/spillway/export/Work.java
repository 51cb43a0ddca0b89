package io.spillway.export;

import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.destination.Prefix;
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
 * The part of an export that is peculiar to objects or to rows. An {@link Export} calls it in the
 * order of the methods here, and does all that both have in common itself.
 */
public interface Work {
  /** Returns whether to write, to wait, and to go on where the ledger speaks against it. */
  Conduct conduct();

  /** Returns how much of the past stays. */
  Retention retention();

  /** Returns where the export's record is posted when it has ended. */
  Optional<Webhook> hook();

  /** Returns the runner of the jobs. */
  JobRunner jobs();

  /**
   * Refuses a request that contradicts itself; asks no server.
   *
   * @throws SpillwayException (bad input, or refused) when it does
   */
  default void check(DestinationContext place) {}

  /**
   * Reads the state of the destination.
   *
   * @throws UnusableLedgerException when the ledger does not tell it
   * @throws IOException when the destination cannot be read
   */
  DestinationState state(DestinationContext place, LedgerSnapshot records) throws IOException;

  /** Returns whether the export goes on over a destination whose ledger cannot be used. */
  default boolean overrules(UnusableLedgerException why) {
    return conduct().forces();
  }

  /** Returns the refusal of a ledger that cannot be used, with the choices that the user has. */
  SpillwayException refusal(UnusableLedgerException why);

  /**
   * Pins the source and plans what to do.
   *
   * @param at the destination; nothing can be written there in a dry run
   * @param lease the number of the lease; 0 in a dry run
   * @param records the ledger that the state was read from
   * @param told the state of the destination; empty if its ledger was {@linkplain #overrules
   *     overruled}: it may hold anything
   * @throws SpillwayException when the export cannot begin
   */
  Planned plan(
      DestinationContext at, long lease, LedgerSnapshot records, Optional<DestinationState> told);

  /** Planned work on a pinned source. For one thread. */
  interface Planned extends AutoCloseable {
    /** Returns the source's name, without secrets. */
    String source();

    /** Returns the state of the destination, which stays true if nothing is written. */
    DestinationState told();

    /** Returns the destination of this export's data. */
    Prefix destination();

    /** Returns when this run began. */
    Instant startedAt();

    /** Returns the findings of the plan. If they contain failures, no round begins. */
    Summary found();

    /** Finds out the rounds' work in more detail, for a dry run, and returns all findings. */
    Summary preview();

    /**
     * Refuses work that the user must ask for explicitly.
     *
     * @throws SpillwayException (refused) when there is some
     */
    default void guard() {}

    /** Returns the record of this run before its first round. */
    ExportRecord record(long lease);

    /** Runs the rounds; whatever goes wrong comes back as failures, for the marker. */
    Summary run(Ledger ledger);

    /** Returns the number of objects in the exported snapshot, or -1 if they were not counted. */
    default long objects() {
      return -1;
    }

    /** Returns the report on objects or rows, as far as they are. */
    ExportReport.Content content();

    /** Releases the source. */
    @Override
    default void close() {}
  }
}
