package io.spillway.round;

import io.spillway.plan.Slice;
import java.io.Serializable;
import java.util.List;

/** The slices of one task. */
record Pack(List<Slice> slices) implements Serializable {
  Pack {
    slices = List.copyOf(slices);
  }
}
