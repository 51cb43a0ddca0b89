package io.spillway.object.verify;

import io.spillway.spark.WorkerError;
import io.spillway.store.Traffic;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the result of a verifying task; the last part of a pack has the counts.
 *
 * @param differences in key order, if all are requested
 * @param verified counts of the whole pack, in its last part only
 * @param unreadable why this worker cannot read metadata files of this format; empty if it can
 * @param trouble why not all of the pack was compared; null if it was
 */
record VerifyTaskResult(
    List<Difference> differences,
    Verified verified,
    String unreadable,
    @Nullable WorkerError trouble)
    implements Serializable {
  VerifyTaskResult {
    differences = List.copyOf(differences);
  }

  static VerifyTaskResult part(List<Difference> differences) {
    return new VerifyTaskResult(differences, Verified.NONE, "", null);
  }

  static VerifyTaskResult last(List<Difference> differences, Verified verified) {
    return new VerifyTaskResult(differences, verified, "", null);
  }

  static VerifyTaskResult ofPlanning(Traffic traffic) {
    return last(List.of(), Verified.ofPlanning(traffic));
  }

  static VerifyTaskResult unreadable(String reason) {
    return new VerifyTaskResult(List.of(), Verified.NONE, reason, null);
  }

  static VerifyTaskResult trouble(Exception e) {
    return new VerifyTaskResult(List.of(), Verified.NONE, "", WorkerError.of(e));
  }

  /** Returns whether this part makes the whole comparison invalid. */
  boolean isBroken() {
    return trouble != null || !unreadable.isEmpty();
  }
}
