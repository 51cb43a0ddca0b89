package io.spillway.store;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import java.io.IOException;

/** Opens stores of some schemes; found by {@link java.util.ServiceLoader}. */
public interface StoreProvider {
  /**
   * Whether locations of this scheme are its own. Asks no server.
   *
   * @param settings by Hadoop's names, which may say what serves a scheme
   */
  boolean serves(String scheme, Settings settings);

  /** Whether it is asked only for schemes that no other serves. */
  default boolean isLastResort() {
    return false;
  }

  /**
   * Opens the container of a location. Called once per container, settings and JVM; asks the server
   * nothing yet.
   *
   * @throws io.spillway.base.SpillwayException (bad input) when the settings make no sense
   */
  ObjectStore open(Location location, Settings settings) throws IOException;

  /**
   * Does what the first request would have to do once per JVM, so that it finds it done. Asks no
   * server, and nothing depends on it.
   */
  default void warmUp() {
    // Most have nothing to prepare.
  }
}
