package io.spillway.export;

import io.spillway.base.SpillwayException;
import io.spillway.object.ObjectSource;

/** The states of one source: the one to export, and those that a destination may hold. */
public interface States {
  /** What is exported. */
  ObjectSource target();

  /**
   * Another state, by exactly that id: what else the source may call by that name is not meant.
   *
   * @throws SpillwayException (bad input) when there is none by that id
   */
  ObjectSource at(String id);

  /** Returns whether an id has the form of all ids of this source. Asks no server. */
  default boolean isId(String id) {
    return !id.isEmpty();
  }
}
