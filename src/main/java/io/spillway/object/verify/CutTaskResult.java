package io.spillway.object.verify;

import io.spillway.object.plan.Slice;
import java.io.Serializable;
import java.util.List;

/**
 * The result of cutting one split.
 *
 * @param slices slices that cover the split
 * @param told the cost, or the reason why the split could not be cut
 */
record CutTaskResult(List<Slice> slices, VerifyTaskResult told) implements Serializable {
  CutTaskResult {
    slices = List.copyOf(slices);
  }
}
