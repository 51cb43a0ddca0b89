package io.spillway.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run whose lease was taken over before it gave it back: requests that it had sent by then may
 * still change the destination.
 *
 * <p>INVARIANT: its commit counts as an attempt for every export until one has succeeded that began
 * at least the lease's time after the takeover. That time is added up from how long the exports
 * since then held the lease, each by its own clock, and from the pauses between them, by the clock
 * of the store; the clocks of two machines are never compared.
 *
 * @param exportId of the export
 * @param lease the number of the lease that was taken over
 * @param commitId that it exported
 * @param remainingMillis how much of the lease's time is not known to have passed; absent for all
 *     of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LateWriter(
    String exportId, long lease, String commitId, @Nullable Long remainingMillis) {
  public LateWriter {
    Objects.requireNonNull(exportId);
    Objects.requireNonNull(commitId);
  }

  /** Returns whether an export that begins now may still be followed by its writes. */
  boolean mayOutlastTheNext() {
    return remainingMillis == null || remainingMillis > 0;
  }

  /** Returns a copy after a pause; where nothing is known of the time before, it stays so. */
  LateWriter after(Duration pause) {
    return remainingMillis == null
        ? this
        : new LateWriter(
            exportId, lease, commitId, Math.max(0, remainingMillis - pause.toMillis()));
  }

  /**
   * Returns a copy after its successor has held the lease.
   *
   * @param lasts the lease's time
   */
  LateWriter after(Duration passed, Duration lasts) {
    long before = remainingMillis == null ? lasts.toMillis() : remainingMillis;
    return new LateWriter(exportId, lease, commitId, Math.max(0, before - passed.toMillis()));
  }
}
