package io.spillway.round;

import io.spillway.plan.Difference;
import io.spillway.plan.Verified;
import io.spillway.store.Traffic;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a task found out; the last part of a pack counts.
 *
 * @param differences in the order of their keys, where all are wanted
 * @param verified counts of the whole pack, in its last part only
 * @param unreadable why this worker cannot read such metadata files at all; empty when it can
 * @param trouble why not all of the pack was compared; null when it was
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

  /** Whether the whole comparison is worth nothing. */
  boolean isBroken() {
    return trouble != null || !unreadable.isEmpty();
  }
}
