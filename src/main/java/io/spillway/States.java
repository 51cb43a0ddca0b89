package io.spillway;

import io.spillway.source.ObjectSource;

/** The states of one source: the one to export, and those that a destination may hold. */
interface States {
  /** What is exported. */
  ObjectSource target();

  /**
   * Another state.
   *
   * @throws SpillwayException (bad input) when there is none by that id
   */
  ObjectSource at(String id);
}
