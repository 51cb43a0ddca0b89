package io.spillway.round;

import io.spillway.plan.Slice;
import java.io.Serializable;
import java.util.List;

/**
 * The result of cutting one split.
 *
 * @param slices slices that cover the split
 * @param told the cost, or why the split could not be cut
 */
record Cut(List<Slice> slices, Checked told) implements Serializable {
  Cut {
    slices = List.copyOf(slices);
  }
}
