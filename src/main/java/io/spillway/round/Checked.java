package io.spillway.round;

import io.spillway.plan.Difference;
import io.spillway.plan.Verified;
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
record Checked(
    List<Difference> differences, Verified verified, String unreadable, @Nullable Trouble trouble)
    implements Serializable {
  Checked {
    differences = List.copyOf(differences);
  }

  static Checked part(List<Difference> differences) {
    return new Checked(differences, Verified.NONE, "", null);
  }

  static Checked last(List<Difference> differences, Verified verified) {
    return new Checked(differences, verified, "", null);
  }

  static Checked ofPlanning(Traffic traffic) {
    return last(List.of(), Verified.ofPlanning(traffic));
  }

  static Checked unreadable(String reason) {
    return new Checked(List.of(), Verified.NONE, reason, null);
  }

  static Checked trouble(Exception e) {
    return new Checked(List.of(), Verified.NONE, "", Trouble.of(e));
  }

  /** Returns whether this part makes the whole comparison invalid. */
  boolean isBroken() {
    return trouble != null || !unreadable.isEmpty();
  }
}
