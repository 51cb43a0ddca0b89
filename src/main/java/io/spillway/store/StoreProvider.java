package io.spillway.store;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import java.io.IOException;
import java.util.List;

/** A factory of stores for some schemes, found by {@link java.util.ServiceLoader}. */
public interface StoreProvider {
  /**
   * Returns whether this provider serves locations of a scheme. Sends no request.
   *
   * @param settings settings by Hadoop's names, which may determine the provider of a scheme
   */
  boolean serves(String scheme, Settings settings);

  /**
   * Returns the schemes that this provider may serve, as far as they are known without settings, in
   * lower case.
   */
  default List<String> schemes() {
    return List.of();
  }

  /** Returns whether this provider is considered only for schemes that no other provider serves. */
  default boolean isLastResort() {
    return false;
  }

  /**
   * Opens the container of a location. Called once per container, settings and JVM; sends no
   * request yet.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the settings are invalid
   */
  ObjectStore open(Location location, Settings settings) throws IOException;

  /**
   * Performs the work that the first request would otherwise do once per JVM. Sends no request, and
   * nothing depends on it.
   */
  default void warmUp() {
    // Most providers have nothing to prepare.
  }
}
