package io.spillway.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run whose lease was taken over before it was released. Requests that the run had sent by then
 * may still change the destination.
 *
 * <p>INVARIANT: its commit counts as an attempt for every export, until an export has succeeded
 * that began at least the lease's time after the takeover. This time is the sum of how long the
 * exports since then held the lease, each by its own clock, and of the pauses between them, by the
 * clock of the store. The clocks of two machines are never compared.
 *
 * @param exportId the id of the export
 * @param lease the number of the lease that was taken over
 * @param commitId the exported commit
 * @param remainingMillis the part of the lease's time that is not known to have passed; absent for
 *     all of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LateWriter(
    String exportId, long lease, String commitId, @Nullable Long remainingMillis) {
  public LateWriter {
    Objects.requireNonNull(exportId);
    Objects.requireNonNull(commitId);
  }

  /** Returns whether its writes may still follow those of an export that begins now. */
  boolean mayOutlastTheNext() {
    return remainingMillis == null || remainingMillis > 0;
  }

  /** Returns a copy after a pause; unchanged if the earlier time is unknown. */
  LateWriter after(Duration pause) {
    return remainingMillis == null
        ? this
        : new LateWriter(
            exportId, lease, commitId, Math.max(0, remainingMillis - pause.toMillis()));
  }

  /**
   * Returns a copy after its successor has held the lease.
   *
   * @param passed the time for which the successor held it
   * @param lasts the lease's time
   */
  LateWriter after(Duration passed, Duration lasts) {
    long before = remainingMillis == null ? lasts.toMillis() : remainingMillis;
    return new LateWriter(exportId, lease, commitId, Math.max(0, before - passed.toMillis()));
  }
}
