package io.spillway;

import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Faults at random together: SUCCESS means that the destination equals the commit, FAILURE names
 * keys and reasons, and the next export without faults ends in SUCCESS.
 */
class FaultMixIT {
  private static final int LEASE_SECONDS = 8;

  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  @TempDir Path temp;

  @BeforeAll
  static void start() throws IOException {
    TestSpark.leaseFor(LEASE_SECONDS);
  }

  @AfterAll
  static void stop() throws IOException {
    TestSpark.leaseAsUsual();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void shouldEndRightWhateverGoesWrong(long seed) throws IOException {
    new FaultMix(lake, temp, seed).play();
  }
}
