package io.spillway.ledger.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Stores;
import io.spillway.store.s3.S3Server;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Leases in a bucket of a server with conditional writes, and of one without. */
class LeaseIT {
  private static S3Server guarded;
  private static S3Server unguarded;

  @BeforeAll
  static void start() throws IOException {
    guarded = S3Server.start(S3Server.Kind.S3PROXY);
    guarded.makeBucket("out");
    unguarded = S3Server.start(S3Server.Kind.LOCAL_S3);
    unguarded.makeBucket("out");
  }

  @AfterAll
  static void stop() throws IOException {
    guarded.close();
    unguarded.close();
  }

  private static Location ledger(String name) {
    return Location.parse("s3://out/" + name + "/_spillway");
  }

  private static LeaseContention contention(String name) {
    return new LeaseContention(new Stores(Settings.of(guarded.settings())), ledger(name), 6);
  }

  @Test
  void shouldTakeTurns() throws Exception {
    contention("turns").shouldTakeTurns(3);
  }

  @Test
  void shouldLetOneProceed() throws Exception {
    contention("one").shouldLetOneProceed();
  }

  @Test
  void shouldLetOneFollowTheDead() throws Exception {
    contention("dead").shouldLetOneFollowTheDead();
  }

  @Test
  void shouldFindOutThatAServerIgnoresConditions() throws IOException {
    LeaseFiles files =
        new LeaseFiles(new Stores(Settings.of(unguarded.settings())), ledger("unguarded"));

    assertThat(files.create(LeaseBench.record(1, "ann@one pid 1")))
        .isEqualTo(LeaseFiles.Creation.UNPROVED);
  }
}
