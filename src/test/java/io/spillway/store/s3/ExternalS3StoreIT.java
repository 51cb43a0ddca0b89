package io.spillway.store.s3;

import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The whole contract on the server whose address is given, say a MinIO. */
@EnabledIfEnvironmentVariable(named = "SPILLWAY_TEST_S3_ENDPOINT", matches = "http.+")
class ExternalS3StoreIT extends S3StoreContract {
  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "fs.s3a.endpoint", System.getenv("SPILLWAY_TEST_S3_ENDPOINT"),
        "fs.s3a.path.style.access", "true",
        "fs.s3a.access.key", System.getenv("SPILLWAY_TEST_S3_ACCESS_KEY"),
        "fs.s3a.secret.key", System.getenv("SPILLWAY_TEST_S3_SECRET_KEY"));
  }
}
