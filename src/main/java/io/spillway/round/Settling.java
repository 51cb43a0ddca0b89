package io.spillway.round;

/** Does what is to be done at each key that a walk visits. */
interface Settling extends SliceWalk.Visitor {
  /** The walk is over: does what has gathered. */
  void finish() throws InterruptedException;
}
