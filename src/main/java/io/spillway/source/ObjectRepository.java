package io.spillway.source;

import io.spillway.base.Location;
import io.spillway.object.ObjectSource;
import io.spillway.object.ReadMode;
import io.spillway.object.States;
import io.spillway.store.Stores;

/** A source of objects whose server has answered. */
public interface ObjectRepository {
  /** Returns the root of the source's own storage, where no export may write. */
  Location storage();

  /**
   * Returns the id of that storage, by which users choose settings for it; empty if the server has
   * a single storage.
   */
  String storageId();

  /** Returns all states of the source, read through the given stores. */
  States states(Stores stores, ReadMode read);

  /**
   * Pins the requested state.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the request names no state, or an
   *     unknown one
   */
  ObjectSource pin(Stores stores, ReadMode read);
}
