package io.spillway;

import static io.spillway.Trial.by;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Trial.Ended;
import io.spillway.outcome.Failure;
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
import java.time.Duration;
import java.util.List;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What S3 and the network do to copies inside S3, and to the ledger beside them. */
class CopyFaultsIT {
  private static final String ATTEMPTS = "fs.s3a.attempts.maximum";
  private static final int OBJECTS = 11;
  private static final byte[] FOREIGN = "somebody else's".getBytes(StandardCharsets.UTF_8);

  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  @TempDir Path temp;
  private Trial trial;

  @BeforeEach
  void commit() throws IOException {
    trial = new Trial(lake, Trial.Way.SERVER_SIDE, temp).some(OBJECTS - 1).commit();
  }

  @AfterEach
  void end() throws IOException {
    trial.close();
  }

  /** What an SDK's retry makes good. */
  static Stream<Arguments> passing() {
    return Stream.of(
        Arguments.of("503 SlowDown", Fault.slowDown()),
        Arguments.of("503 with Retry-After", Fault.slowDown(1)),
        Arguments.of("500 InternalError", Fault.refuse(500, "InternalError")),
        Arguments.of("200 with an error, nothing done", Fault.errorInOk()),
        Arguments.of("200 with an error, all done", Fault.errorInOkAfterDoing()),
        Arguments.of("an answer lost after the copy", Fault.lostAnswer()),
        Arguments.of("a reset before the answer", Fault.reset()),
        Arguments.of("a reset in the answer", Fault.resetInAnswer()),
        Arguments.of("an answer cut short", Fault.cutAnswer()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void shouldCopyAllWhenEachCopyGoesWrongOnce(String name, Fault fault) {
    // Given
    FaultRule rule =
        trial.proxy().inject(FaultRule.eachFirst(1, fault, trial.toData().and(by("PUT"))));

    // When
    ExportReport report = trial.shouldSucceed();

    // Then
    assertThat(rule.fired()).isEqualTo(OBJECTS);
    assertThat(report.objects()).as("counted once").isEqualTo(OBJECTS);
  }

  @Test
  void shouldCopyAllThroughAStormOf503() {
    // Given: each copy is refused twice, and every fifth request of any kind
    FaultRule copies =
        trial
            .proxy()
            .inject(FaultRule.eachFirst(2, Fault.slowDown(), trial.toData().and(by("PUT"))));
    FaultRule any =
        trial.proxy().inject(FaultRule.random(5, 0.2, Fault.slowDown(), request -> true));
    trial.beAsPatientAsUsers();

    // When
    trial.shouldSucceed();

    // Then
    assertThat(copies.fired()).isEqualTo(2 * OBJECTS);
    assertThat(any.fired()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SlowDown", "InternalError", "in 200", "reset", "AccessDenied"})
  void shouldNameTheKeyThatIsRefusedForEver(String code) {
    // Given
    Fault fault =
        switch (code) {
          case "SlowDown" -> Fault.slowDown();
          case "in 200" -> Fault.errorInOk();
          case "reset" -> Fault.reset();
          case "AccessDenied" -> Fault.refuse(403, code);
          default -> Fault.refuse(500, code);
        };
    trial.set(ATTEMPTS, "2");
    FaultRule rule = trial.proxy().inject(fault, trial.to("d/c0").and(by("PUT")));

    // When
    Ended ended = trial.shouldFailNaming("d/c0");

    // Then
    assertThat(rule.fired()).isPositive();
    if (!code.equals("in 200") && !code.equals("reset")) {
      assertThat(ended.failures().get(0).reason()).contains(code);
    }
    trial.shouldSucceedOnceHealed();
  }

  @Test
  void shouldReadBackACopyOfWhichNoAnswerEverComes() {
    // Given
    trial.set(ATTEMPTS, "2");
    FaultRule rule = trial.proxy().inject(Fault.lostAnswer(), trial.to("d/c0").and(by("PUT")));

    // When
    ExportReport report = trial.shouldSucceed();

    // Then
    assertThat(rule.fired()).isGreaterThan(1);
    assertThat(report.objects()).isEqualTo(OBJECTS);
  }

  @Test
  void shouldNameACopyOfWhichNoAnswerComesAndSomebodyElseHasWrittenOverIt() {
    // Given: what is read back is not what was copied
    trial.set(ATTEMPTS, "2");
    FaultRule lost = trial.proxy().inject(Fault.lostAnswer(), trial.to("d/c0").and(by("PUT")));
    FaultRule other =
        trial
            .proxy()
            .inject(
                Fault.first(() -> trial.overwrite("d/c0", FOREIGN, Attributes.NONE)),
                trial.to("d/c0").and(by("HEAD")));

    // When
    Ended ended = trial.export();

    // Then
    assertThat(lost.fired()).isPositive();
    assertThat(other.fired()).isPositive();
    assertThat(ended.failures()).extracting(Failure::key).containsExactly("d/c0");
    assertThat(trial.markers(true)).isEmpty();
    trial.shouldSucceedOnceHealed();
  }

  /**
   * Nobody but exports, which hold the lease, may write to a destination: SUCCESS says that each
   * object was right when it was written and acknowledged, and nobody looks again. What somebody
   * else does in between is not seen, nor what he does a second later. An export that trusts no
   * ledger puts it right.
   */
  @Test
  void shouldPutRightWhatSomebodyElseChangedBetweenCopyAndMarkerWhenAskedTo() {
    // Given
    FaultRule other =
        trial
            .proxy()
            .inject(
                Fault.first(() -> trial.overwrite("d/c0", FOREIGN, Attributes.NONE)),
                trial.toMarker().and(by("PUT")),
                1);
    Ended first = trial.export();
    assertThat(first.report()).as("%s", first).isNotNull();
    assertThat(other.fired()).isEqualTo(1);

    // When
    trial.with(Conduct.DEFAULT.withoutResume());

    // Then
    trial.shouldSucceedOnceHealed();
  }

  @Test
  void shouldNameAnObjectWhoseDataIsGone() {
    // Given
    FaultRule rule =
        trial.proxy().inject(Fault.refuse(404, "NoSuchKey"), trial.to("d/c0").and(by("PUT")));

    // When, Then
    trial.shouldFailNaming("d/c0");
    assertThat(rule.fired()).isPositive();
    trial.shouldSucceedOnceHealed();
  }

  @Test
  void shouldEndRightWhenAnswersToAllWritesOfTheLedgerAreLostOnce() {
    // Given: lease, beats, record, outcomes, markers, and the deletions among them
    List<String> methods = List.of("PUT", "POST", "DELETE");
    FaultRule lease = lostOnce(trial.toLedger("lease/"), methods);
    FaultRule records = lostOnce(trial.toLedger("exports/"), methods);
    FaultRule marker = lostOnce(trial.toMarker(), methods);

    // When
    trial.shouldSucceed();

    // Then
    assertThat(trial.markers(true)).hasSize(1);
    assertThat(List.of(lease.fired(), records.fired(), marker.fired())).allMatch(n -> n > 0);
  }

  private FaultRule lostOnce(Predicate<RecordedRequest> which, List<String> methods) {
    return trial
        .proxy()
        .inject(
            FaultRule.eachFirst(
                1, Fault.lostAnswer(), which.and(request -> methods.contains(request.method()))));
  }

  @Test
  void shouldKnowItsOwnMarkerWhenNoAnswerToItEverComes() {
    // Given
    trial.set(ATTEMPTS, "2");
    FaultRule marker = trial.proxy().inject(Fault.lostAnswer(), trial.toMarker().and(by("PUT")));

    // When
    trial.shouldSucceed();

    // Then
    assertThat(marker.fired()).isPositive();
    assertThat(trial.markers(true)).hasSize(1);
    assertThat(trial.markers(false)).isEmpty();
  }

  @Test
  void shouldNotWaitForASocketThatStalls() {
    // Given
    trial.impatient(1_000);
    FaultRule before = trial.proxy().inject(Fault.stall(), trial.toData().and(by("PUT")), 3);
    FaultRule during =
        trial.proxy().inject(Fault.stallInAnswer(), trial.toData().and(by("PUT")), 3);

    // When
    trial.shouldSucceed();

    // Then
    assertThat(before.fired()).isEqualTo(3);
    assertThat(during.fired()).isEqualTo(3);
  }

  @Test
  void shouldNameTheKeyWhoseSocketAlwaysStalls() {
    // Given
    trial.impatient(500).set(ATTEMPTS, "2");
    FaultRule rule = trial.proxy().inject(Fault.stall(), trial.to("d/c0").and(by("PUT")));

    // When, Then
    trial.shouldFailNaming("d/c0");
    assertThat(rule.fired()).isEqualTo(2);
    trial.shouldSucceedOnceHealed();
  }

  @Test
  void shouldTakeTheTimeFromAStoreWhoseClockIsAnHourAhead() {
    // Given
    FaultRule rule = trial.proxy().inject(Fault.clockAhead(Duration.ofHours(1)), request -> true);

    // When
    trial.shouldSucceed();

    // Then
    assertThat(rule.fired()).isPositive();
  }
}
