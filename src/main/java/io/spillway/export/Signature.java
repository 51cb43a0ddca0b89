package io.spillway.export;

import io.spillway.ledger.Ledger;
import io.spillway.ledger.State;
import io.spillway.ledger.lease.Lease;
import io.spillway.ledger.lease.LeaseLostException;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.request.Retention;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a run: the marker, the end of the record, and the past that need not stay. */
final class Signature {
  private static final Logger LOG = LoggerFactory.getLogger(Signature.class);

  private final Ledger ledger;
  private final Lease lease;
  private final Retention retention;
  private final Clock clock;

  Signature(Ledger ledger, Lease lease, Retention retention, Clock clock) {
    this.ledger = ledger;
    this.lease = lease;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * What was signed.
   *
   * @param marker where it is; empty when there is none
   * @param summary with what went wrong up to here
   */
  record Signed(String marker, Summary summary) {}

  /**
   * Signs SUCCESS if nothing failed, and FAILURE otherwise; nothing at all without the lease.
   *
   * @param objects in the exported snapshot, or -1 when they were never counted
   * @param cancellation why the export was canceled; empty if it was not
   */
  Signed sign(Summary settled, long objects, Optional<String> cancellation) {
    Summary summary =
        cancellation
            .map(why -> settled.plus(Summary.of(Failures.of("the export", "was canceled: " + why))))
            .orElse(settled);
    try {
      lease.confirm();
    } catch (LeaseLostException e) {
      // The export that has it now tells what the destination holds.
      Failures lost = Failures.of("the lease", String.valueOf(e.getMessage()));
      leaveTrace();
      return new Signed("", Summary.of(lost).plus(summary));
    }
    OptionalLong present = objects < 0 ? OptionalLong.empty() : OptionalLong.of(objects);
    if (summary.failures().isEmpty()) {
      Signed signed = sign(State.SUCCEEDED, summary, present);
      if (signed.summary().failures().isEmpty()) {
        return signed;
      }
      summary = signed.summary();
    }
    return sign(cancellation.isPresent() ? State.CANCELED : State.FAILED, summary, present);
  }

  private void leaveTrace() {
    try {
      ledger.leaveTrace();
    } catch (IOException e) {
      LOG.warn(
          "Other exports cannot be told that this one lost its lease: {} Verify the destination"
              + " after the next export.",
          e.getMessage());
    }
  }

  private Signed sign(State end, Summary summary, OptionalLong present) {
    String marker;
    try {
      marker =
          ledger
              .sign(
                  end.isSuccess(), clock.instant().truncatedTo(ChronoUnit.MILLIS), summary, present)
              .toString();
    } catch (IOException e) {
      return new Signed(
          "", summary.plus(Summary.of(Failures.of("marker", String.valueOf(e.getMessage())))));
    }
    close(end);
    return new Signed(marker, summary);
  }

  /** The record as it is at the end; nothing when the run could not even try to sign. */
  Optional<byte[]> record() {
    return ledger.record().end() == null ? Optional.empty() : Optional.of(ledger.json());
  }

  private void close(State end) {
    ledger.prune(retention).forEach(trouble -> LOG.warn("Old records stay: {}", trouble));
    try {
      ledger.close(end, lease.held(), lease.lasts());
    } catch (IOException e) {
      LOG.warn("The marker is written, but not the end of the export's record: {}", e.getMessage());
    }
  }
}
