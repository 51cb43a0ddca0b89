package io.spillway.simulation;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreProvider;

/** Opens the stores of a simulation, for settings that name its {@link World}. */
public final class SimulatedStores implements StoreProvider {
  /** The setting that names the world. */
  static final String WORLD = "spillway.simulation";

  @Override
  public boolean serves(String scheme, Settings settings) {
    return settings.find(WORLD).isPresent();
  }

  @Override
  public ObjectStore open(Location location, Settings settings) {
    World world = World.of(settings.find(WORLD).orElseThrow());
    return location.scheme().equals("file")
        ? new SimulatedFolder(world, location, settings)
        : new SimulatedBucket(world, location, settings);
  }
}
