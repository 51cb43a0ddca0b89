package io.spillway.round;

import io.spillway.plan.Failures;
import io.spillway.plan.Slice;
import java.io.Serializable;
import java.util.List;

/**
 * What the counting pass found in one split.
 *
 * @param slices of the split
 * @param failures what can never be exported
 * @param unreadable why this worker cannot read such files at all; empty when it can
 */
record Counted(List<Slice> slices, Failures failures, String unreadable) implements Serializable {
  Counted {
    slices = List.copyOf(slices);
  }

  static Counted of(List<Slice> slices, Failures failures) {
    return new Counted(slices, failures, "");
  }

  static Counted unreadable(String reason) {
    return new Counted(List.of(), Failures.NONE, reason);
  }
}
