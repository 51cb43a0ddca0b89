package io.spillway.object;

import io.spillway.base.SpillwayException;

/** The states of one source that a destination may hold, or is compared with. */
public interface States {
  /**
   * Returns the state with exactly the given id. Other meanings of that name in the source are
   * ignored.
   *
   * @throws SpillwayException (bad input) if no state has the id
   */
  ObjectSource at(String id);

  /**
   * Returns the state of a reference.
   *
   * @throws SpillwayException (bad input) if the reference is unknown
   */
  default ObjectSource named(String ref) {
    return at(ref);
  }

  /**
   * Returns the id of the state of a reference.
   *
   * @throws SpillwayException (bad input) if the reference is unknown
   */
  default String idOf(String ref) {
    return named(ref).snapshot().id();
  }

  /** Returns whether an id has the form of all ids of this source. Sends no request. */
  default boolean isId(String id) {
    return !id.isEmpty();
  }
}
