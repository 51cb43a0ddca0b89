package io.spillway.store.hadoop;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreProvider;
import java.util.List;

/**
 * The provider of {@code hdfs://}, {@code gs://}, {@code abfs://}, {@code abfss://} and all other
 * schemes for which Hadoop has a file system, except those that another provider serves.
 */
public final class HadoopStoreProvider implements StoreProvider {
  @Override
  public boolean serves(String scheme, Settings settings) {
    return HadoopSystem.serves(scheme, settings);
  }

  /** Returns those of HDFS, and those whose library Spark does not include. */
  @Override
  public List<String> schemes() {
    return List.of("hdfs", "viewfs", "gs", "abfs", "abfss", "wasb", "wasbs");
  }

  @Override
  public boolean isLastResort() {
    return true;
  }

  @Override
  public ObjectStore open(Location location, Settings settings) {
    return HadoopStore.open(location.container(), settings);
  }
}
