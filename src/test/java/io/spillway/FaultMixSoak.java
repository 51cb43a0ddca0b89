package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link FaultMixIT} for as long as somebody has time: {@code mvn verify -Dit.test=FaultMixSoak
 * -Dspillway.soak.seeds=200}, from {@code -Dspillway.soak.first=1000} on.
 */
class FaultMixSoak {
  private static final int LEASE_SECONDS = 8;

  @TempDir Path temp;

  @Test
  void shouldEndRightWhateverGoesWrong() throws IOException {
    long first = Long.getLong("spillway.soak.first", 1_000);
    int seeds = Integer.getInteger("spillway.soak.seeds", 200);
    List<String> failed = new ArrayList<>();
    TestSpark.leaseFor(LEASE_SECONDS);
    try (S3Lake lake = S3Lake.start(S3Server.Kind.S3PROXY)) {
      for (long seed = first; seed < first + seeds; seed++) {
        try {
          System.out.println("soak: " + new FaultMix(lake, temp, seed).play());
        } catch (AssertionError e) {
          System.out.println("soak: FAILED " + e.getMessage() + ": " + e.getCause());
          failed.add(e.getMessage() + ": " + e.getCause());
        }
      }
    } finally {
      TestSpark.leaseAsUsual();
    }
    assertThat(failed).isEmpty();
  }
}
