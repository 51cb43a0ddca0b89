package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Trial.Ended;
import io.spillway.request.Conduct;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.CredentialsServer;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Credentials that expire in the middle of exports. */
class CredentialFaultsIT {
  private static final String PROVIDER = "fs.s3a.aws.credentials.provider";
  private static final int LEASE_SECONDS = 3;
  private static final int GENERATIONS = 5;

  /** A request may be on its way while its token is replaced, and once more. */
  private static final int STILL_GOOD = 2;

  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  @TempDir Path temp;
  private CredentialsServer credentials;

  @BeforeEach
  void startCredentials() throws IOException {
    credentials = CredentialsServer.start();
    System.setProperty(CredentialsServer.SETTING, credentials.url());
  }

  @AfterEach
  void stopCredentials() {
    System.clearProperty(CredentialsServer.SETTING);
    credentials.close();
  }

  private FaultRule expireOldTokens(Trial trial) {
    return trial
        .proxy()
        .inject(
            Fault.refuse(400, "ExpiredToken"),
            request ->
                request
                    .header("x-amz-security-token")
                    .map(CredentialsServer::number)
                    .filter(number -> number < credentials.generation() - STILL_GOOD)
                    .isPresent());
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVER_SIDE", "STREAMED"})
  void shouldGoOnWithTheCredentialsThatTheirProviderRefreshes(Trial.Way way) throws IOException {
    try (Trial trial = new Trial(lake, way, temp)) {
      // Given
      trial.some(40).commit().set(PROVIDER, provider("ContainerCredentialsProvider"));
      FaultRule expired = expireOldTokens(trial);
      trial.with(Conduct.DEFAULT.withoutResume());

      // When: for as long as it takes until the first have expired
      while (credentials.generation() < GENERATIONS) {
        trial.shouldSucceed();
      }

      // Then
      assertThat(expired.fired()).as("nothing was signed with old ones").isZero();
      trial
          .set(PROVIDER, "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider")
          .set("fs.s3a.session.token", CredentialsServer.token(1));
      Ended old = trial.export();
      assertThat(expired.fired()).as("the first have expired").isPositive();
      assertThat(old.failure()).isNotNull();
    }
  }

  @Test
  void shouldSayThatCredentialsHaveExpiredWhichNobodyRefreshes() throws IOException {
    try (Trial trial = new Trial(lake, Trial.Way.SERVER_SIDE, temp)) {
      // Given: they are good for the first copies, and for the ledger
      trial
          .some(40)
          .commit()
          .set(PROVIDER, "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider")
          .set("fs.s3a.session.token", CredentialsServer.token(1));
      AtomicInteger copies = new AtomicInteger();
      FaultRule expired =
          trial
              .proxy()
              .inject(
                  Fault.refuse(400, "ExpiredToken"),
                  trial.toData().and(request -> copies.incrementAndGet() > 10));

      // When
      Ended ended = trial.shouldEndRight();

      // Then
      assertThat(expired.fired()).isPositive();
      assertThat(ended.failures())
          .isNotEmpty()
          .allMatch(failure -> failure.reason().contains("ExpiredToken"));
      trial.shouldSucceedOnceHealed();
    }
  }

  @Test
  void shouldLeaveNoSuccessWhenAllCredentialsExpireAtOnce() throws IOException {
    try (Trial trial = new Trial(lake, Trial.Way.SERVER_SIDE, temp)) {
      // Given: from the eleventh copy on nothing is let in, so that no marker can be written either
      TestSpark.leaseFor(LEASE_SECONDS);
      trial.some(40).commit();
      AtomicInteger copies = new AtomicInteger();
      FaultRule expired =
          trial
              .proxy()
              .inject(
                  Fault.refuse(400, "ExpiredToken"),
                  request -> copies.addAndGet(trial.toData().test(request) ? 1 : 0) > 10);

      // When
      Ended ended = trial.shouldEndRight();

      // Then
      assertThat(expired.fired()).isPositive();
      assertThat(ended.failure()).hasMessageContaining("ExpiredToken");
      assertThat(trial.markers(false)).isEmpty();
    } finally {
      TestSpark.leaseAsUsual();
    }
  }

  /** Put together at run time: written as one name, the shading of our jar would rename it. */
  private static String provider(String name) {
    return String.join(".", "software", "amazon", "awssdk", "auth", "credentials", name);
  }
}
