package io.spillway.round;

import io.spillway.plan.Slice;
import java.io.Serializable;
import java.util.List;

/**
 * What cutting one split came to.
 *
 * @param slices they cover the split
 * @param told what it cost, or why it could not be cut
 */
record Cut(List<Slice> slices, Checked told) implements Serializable {
  Cut {
    slices = List.copyOf(slices);
  }
}
