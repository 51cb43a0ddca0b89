package io.spillway.object.round;

import java.util.Map;

/** A visitor that settles the keys of a walk. */
interface Settling extends Walk.Visitor {
  /** Settles batched keys at the end of the walk. */
  void finish() throws InterruptedException;

  /** Returns notes for the user on how the work was done, with reasons; called at the end. */
  default Map<String, String> remarks() {
    return Map.of();
  }
}
