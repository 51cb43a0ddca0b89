package io.spillway.store.s3;

import io.spillway.store.Stores;
import java.util.HashMap;
import java.util.Map;

/** The same contract with the client of the SDK. */
class SdkLocalS3StoreIT extends LocalS3StoreIT {
  @Override
  protected Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(super.settings());
    settings.put(Stores.S3_CLIENT, "sdk");
    return settings;
  }
}
