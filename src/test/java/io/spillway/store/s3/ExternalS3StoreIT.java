package io.spillway.store.s3;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

  private interface Contract {
    void run() throws IOException;
  }

  /** MinIO keeps objects as files, and says so: it refuses {@code a//b} by name, with a 400. */
  private static void unlessItRefusesSuchNames(Contract test) throws IOException {
    try {
      test.run();
    } catch (StoreException e) {
      boolean ofTheName =
          e.reason() == Reason.REFUSED && e.getMessage().contains("InvalidObjectName");
      assumeFalse(ofTheName, e.getMessage());
      throw e;
    }
  }

  @Test
  @Override
  protected void shouldHoldKeysThatNoFileSystemDoes() throws IOException {
    unlessItRefusesSuchNames(super::shouldHoldKeysThatNoFileSystemDoes);
  }

  @Test
  @Override
  protected void shouldHoldObjectsThatLookLikeFolders() throws IOException {
    unlessItRefusesSuchNames(super::shouldHoldObjectsThatLookLikeFolders);
  }

  @Test
  @Override
  protected void shouldDeleteManyKeysThatNoFileSystemHolds() throws IOException {
    unlessItRefusesSuchNames(super::shouldDeleteManyKeysThatNoFileSystemHolds);
  }
}
