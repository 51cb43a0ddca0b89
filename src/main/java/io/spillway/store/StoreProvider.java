package io.spillway.store;

import io.spillway.Location;
import io.spillway.Settings;
import java.io.IOException;

/** Opens stores of some schemes; found by {@link java.util.ServiceLoader}. */
public interface StoreProvider {
  /** Whether locations of this scheme are its own. */
  boolean serves(String scheme);

  /**
   * Opens the container of a location. Called once per container, settings and JVM; asks the server
   * nothing yet.
   *
   * @throws io.spillway.SpillwayException (bad input) when the settings make no sense
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
