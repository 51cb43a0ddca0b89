package io.spillway.store.s3;

import io.spillway.store.Stores;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The same contract with the client of the SDK. */
@EnabledIfEnvironmentVariable(named = "SPILLWAY_TEST_S3_ENDPOINT", matches = "http.+")
class SdkExternalS3StoreIT extends ExternalS3StoreIT {
  @Override
  protected Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(super.settings());
    settings.put(Stores.S3_CLIENT, "sdk");
    return settings;
  }
}
