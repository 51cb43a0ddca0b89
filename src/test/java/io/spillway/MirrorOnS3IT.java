package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Trial.Ended;
import io.spillway.Trial.Way;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.store.Attributes;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A mirror on S3, and what S3 may say when it is asked what is there. */
class MirrorOnS3IT {
  private static final byte[] FOREIGN = "somebody else's".getBytes(StandardCharsets.UTF_8);
  private static final int EXTRAS = 6;

  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  @TempDir Path temp;
  private Trial trial;

  /** A commit that is there, and what nobody knows of. */
  @BeforeEach
  void export() throws IOException {
    trial = new Trial(lake, Way.SERVER_SIDE, temp).some(20).commit();
    trial.shouldSucceed();
    for (int i = 0; i < EXTRAS; i++) {
      trial.overwrite("extra/ü " + i, FOREIGN, Attributes.NONE);
    }
    trial.with(Conduct.DEFAULT.mirroring());
  }

  @AfterEach
  void end() throws IOException {
    trial.close();
  }

  @Test
  void shouldDeleteWhatTheCommitLacksWithFewRequests() {
    FaultRule deletes =
        trial.proxy().inject(Fault.then(() -> {}), request -> isBatch(request), 100);

    ExportReport report = trial.shouldSucceed();

    assertThat(report.mirrored()).isEqualTo(EXTRAS);
    assertThat(report.objects()).isZero();
    assertThat(deletes.fired()).isBetween(1, 3);
  }

  static Stream<Arguments> listings() {
    return Stream.of(
        Arguments.of("refused", Fault.refuse(403, "AccessDenied")),
        Arguments.of("an error each time", Fault.refuse(500, "InternalError")),
        Arguments.of("cut short", Fault.cutAnswer()),
        Arguments.of("lost", Fault.lostAnswer()));
  }

  /** Of the second listing, too, which comes when all else is done: its rule fires later. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("listings")
  void shouldDeleteNothingWhenAListingIs(String what, Fault fault) {
    for (int sound = 0; sound < 3; sound++) {
      // Given
      trial.set("fs.s3a.attempts.maximum", "2");
      int[] passed = {sound};
      FaultRule rule =
          trial.proxy().inject(fault, isListing().and(request -> passed[0]-- <= 0), 1_000);

      // When
      Ended ended = trial.export();

      // Then
      assertThat(rule.fired()).as("%s after %d", what, sound).isPositive();
      assertThat(ended.failure()).as("%s after %d", what, sound).isNotNull();
      assertThat(trial.foreign("extra/")).as("%s after %d", what, sound).hasSize(EXTRAS);
      trial.proxy().heal();
    }
  }

  private Predicate<RecordedRequest> isListing() {
    return request ->
        request.method().equals("GET")
            && request.bucket().equals(S3Lake.OUT)
            && request.key().isEmpty()
            && request.query().contains("list-type=2")
            && !request.query().contains("_spillway");
  }

  private static boolean isBatch(RecordedRequest request) {
    return request.method().equals("POST") && request.query().contains("delete");
  }
}
