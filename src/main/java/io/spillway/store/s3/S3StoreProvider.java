package io.spillway.store.s3;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreProvider;
import java.util.List;

/** The provider of {@code s3://}, and of {@code s3a://} and {@code s3n://} as Hadoop writes it. */
public final class S3StoreProvider implements StoreProvider {
  @Override
  public boolean serves(String scheme, Settings settings) {
    return schemes().contains(scheme);
  }

  @Override
  public List<String> schemes() {
    return List.of("s3", "s3a", "s3n");
  }

  @Override
  public ObjectStore open(Location location, Settings settings) {
    return S3Store.open(location.container(), settings, S3Limits.of(settings));
  }

  @Override
  public void warmUp() {
    S3WarmUp.run();
  }
}
