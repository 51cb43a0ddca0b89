package io.spillway.export;

import io.spillway.base.SpillwayException;
import io.spillway.object.ObjectSource;

/** The states of one source that a destination may hold, or is compared with. */
public interface States {
  /**
   * Returns the state by exactly that id: what else the source may call by that name is not meant.
   *
   * @throws SpillwayException (bad input) when there is none by that id
   */
  ObjectSource at(String id);

  /**
   * Returns the state that a reference means.
   *
   * @throws SpillwayException (bad input) when it means none
   */
  default ObjectSource named(String ref) {
    return at(ref);
  }

  /** Returns whether an id has the form of all ids of this source. Asks no server. */
  default boolean isId(String id) {
    return !id.isEmpty();
  }
}
