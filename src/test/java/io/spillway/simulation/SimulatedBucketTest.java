package io.spillway.simulation;

import io.spillway.base.Location;
import io.spillway.store.CopyContract;
import io.spillway.store.ObjectStore;
import io.spillway.store.TestGuard;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The bucket of the simulation promises what all stores promise. */
class SimulatedBucketTest extends CopyContract {
  private static final Setting SETTING =
      new Setting("bucket", false, List.of(), Map.of(), 7, 1 << 30);

  private final World world = new World(SETTING, 1);

  @AfterEach
  void end() {
    world.close();
  }

  private ObjectStore bucket(String name) {
    return new SimulatedStores().open(new Location("s3", name, ""), SETTING.stores().settings());
  }

  @Override
  protected ObjectStore store() {
    return bucket("bucket");
  }

  @Override
  protected ObjectStore other() {
    return bucket("other");
  }

  @Override
  protected ObjectStore guardedBy(TestGuard guard) {
    return new SimulatedStores()
        .open(
            new Location("s3", "bucket", ""),
            SETTING.stores().guardedBy(guard.reference()).settings());
  }

  @Override
  protected String key(String name) {
    return "prefix/" + name;
  }
}
