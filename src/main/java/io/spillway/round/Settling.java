package io.spillway.round;

import java.util.Map;

/** Does what is to be done at each key that a walk visits. */
interface Settling extends Walk.Visitor {
  /** The walk is over: does what has gathered. */
  void finish() throws InterruptedException;

  /** What the user should know, when all is done, and why it is so. */
  default Map<String, String> remarks() {
    return Map.of();
  }
}
