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

/** The end of a run: writes the marker and the end of the record, and prunes old records. */
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
   * The result of signing.
   *
   * @param marker the marker's location; empty if no marker was written
   * @param summary the counts and failures, including those of signing
   */
  record Signed(String marker, Summary summary) {}

  /**
   * Signs SUCCESS if nothing failed, and FAILURE otherwise. Signs nothing without the lease.
   *
   * @param objects the number of objects in the exported snapshot, or -1 if they were not counted
   * @param cancellation the reason of the cancellation; empty if the export was not canceled
   */
  Signed sign(Summary settled, long objects, Optional<String> cancellation) {
    Summary summary =
        cancellation
            .map(why -> settled.plus(Summary.of(Failures.of("the export", "was canceled: " + why))))
            .orElse(settled);
    try {
      lease.confirm();
    } catch (LeaseLostException e) {
      // From now on, the export that holds the lease records what the destination holds.
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

  /** Returns the final record, or empty if the run could not try to sign. */
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
