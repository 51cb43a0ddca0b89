package io.spillway;

import static io.spillway.Trial.by;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Trial.Ended;
import io.spillway.Trial.Way;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What S3 and the network do to bytes that go through this worker. */
class StreamFaultsIT {
  private static final int OBJECTS = 11;
  private static final String LARGE = "large";
  private static final String ONE = "d/c0";

  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  @TempDir Path temp;
  private Trial trial;

  @AfterEach
  void end() throws IOException {
    trial.close();
  }

  private Trial trial(Way way) throws IOException {
    trial = new Trial(lake, way, temp).some(OBJECTS - 1);
    return trial;
  }

  /** What goes wrong once with each read, and is made good by asking again. */
  static Stream<Arguments> passingReads() {
    return Stream.of(Way.STREAMED, Way.FOLDER)
        .flatMap(
            way ->
                Stream.of(
                    Arguments.of(way, "503", Fault.slowDown()),
                    Arguments.of(way, "500", Fault.refuse(500, "InternalError")),
                    Arguments.of(way, "reset", Fault.reset())));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("passingReads")
  void shouldReadAllWhenEachReadGoesWrongOnce(Way way, String name, Fault fault)
      throws IOException {
    // Given
    trial(way).commit();
    FaultRule rule = trial.proxy().inject(FaultRule.eachFirst(1, fault, trial.reads()));

    // When
    trial.shouldSucceed();

    // Then
    assertThat(rule.fired()).isEqualTo(OBJECTS);
  }

  /** What goes wrong once with each write of a small object. */
  static Stream<Arguments> passingWrites() {
    return Stream.of(
        Arguments.of("503", Fault.slowDown()),
        Arguments.of("500", Fault.refuse(500, "InternalError")),
        Arguments.of("an answer lost after the write", Fault.lostAnswer()),
        Arguments.of("reset", Fault.reset()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passingWrites")
  void shouldWriteAllWhenEachWriteGoesWrongOnce(String name, Fault fault) throws IOException {
    // Given
    trial(Way.STREAMED).commit();
    FaultRule rule =
        trial.proxy().inject(FaultRule.eachFirst(1, fault, trial.toData().and(by("PUT"))));

    // When
    trial.shouldSucceed();

    // Then
    assertThat(rule.fired()).isEqualTo(OBJECTS);
  }

  /** What goes wrong once with each request that makes an object in parts. */
  static Stream<Arguments> passingParts() {
    Predicate<RecordedRequest> part = request -> request.query().contains("partNumber=2");
    Predicate<RecordedRequest> completion =
        by("POST").and(request -> request.query().contains("uploadId"));
    Predicate<RecordedRequest> beginning =
        by("POST").and(request -> request.query().startsWith("uploads"));
    return Stream.of(
        Arguments.of("500 on one part", part, Fault.refuse(500, "InternalError")),
        Arguments.of("503 on one part", part, Fault.slowDown()),
        Arguments.of("answer to one part lost", part, Fault.lostAnswer()),
        Arguments.of("reset at one part", part, Fault.reset()),
        Arguments.of("200 with an error, not completed", completion, Fault.errorInOk()),
        Arguments.of("200 with an error, completed", completion, Fault.errorInOkAfterDoing()),
        Arguments.of("answer to the completion lost", completion, Fault.lostAnswer()),
        Arguments.of("answer to the beginning lost", beginning, Fault.lostAnswer()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passingParts")
  void shouldWriteAnObjectOfPartsWhenOneRequestGoesWrong(
      String name, Predicate<RecordedRequest> which, Fault fault) throws IOException {
    // Given
    trial(Way.STREAMED).large(LARGE).commit();
    FaultRule rule = trial.proxy().inject(fault, trial.to(LARGE).and(which), 1);

    // When
    trial.shouldSucceed();

    // Then
    assertThat(rule.fired()).isEqualTo(1);
  }

  @Test
  void shouldNameTheObjectOnePartOfWhichIsNeverTaken() throws IOException {
    // Given
    trial(Way.STREAMED).large(LARGE).commit().set("fs.s3a.attempts.maximum", "2");
    FaultRule rule =
        trial
            .proxy()
            .inject(
                Fault.refuse(500, "InternalError"),
                trial.to(LARGE).and(request -> request.query().contains("partNumber=2")));

    // When, Then
    trial.shouldFailNaming(LARGE);
    assertThat(rule.fired()).isPositive();
    assertThat(
            lake.requests(
                by("DELETE").and(trial.to(LARGE)).and(r -> r.query().contains("uploadId"))))
        .as("its parts are given up")
        .isNotEmpty();
    trial.shouldSucceedOnceHealed();
  }

  @Test
  void shouldReadBackAnObjectOfPartsWhoseCompletionIsNeverAnswered() throws IOException {
    // Given
    trial(Way.STREAMED).large(LARGE).commit().set("fs.s3a.attempts.maximum", "2");
    FaultRule rule =
        trial
            .proxy()
            .inject(
                Fault.lostAnswer(),
                trial.to(LARGE).and(by("POST")).and(r -> r.query().contains("uploadId")));

    // When
    trial.shouldSucceed();

    // Then
    assertThat(rule.fired()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAMED", "FOLDER"})
  void shouldPublishNothingThatWasDamagedOnItsWayIn(Way way) throws IOException {
    // Given
    trial(way).commit();
    FaultRule rule = trial.proxy().inject(Fault.flippedAnswer(), trial.readOf(ONE));

    // When
    trial.shouldFailNaming(ONE);

    // Then
    assertThat(rule.fired()).isPositive();
    trial.shouldSucceedOnceHealed();
  }

  @Test
  void shouldPublishNothingThatWasDamagedOnItsWayOut() throws IOException {
    // Given: S3 gets the digest of what was sent, and something else
    trial(Way.STREAMED).large(LARGE).commit();
    FaultRule small = trial.proxy().inject(Fault.flippedRequest(), trial.to(ONE).and(by("PUT")));
    FaultRule part =
        trial
            .proxy()
            .inject(
                Fault.flippedRequest(),
                trial.to(LARGE).and(request -> request.query().contains("partNumber=2")));

    // When
    trial.shouldFailNaming(ONE, LARGE);

    // Then
    assertThat(small.fired()).isPositive();
    assertThat(part.fired()).isPositive();
    trial.shouldSucceedOnceHealed();
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAMED", "FOLDER"})
  void shouldNotWaitForASocketThatStallsBeforeItAnswers(Way way) throws IOException {
    // Given
    trial(way).commit().impatient(1_000);
    FaultRule rule = trial.proxy().inject(Fault.stall(), trial.reads(), 3);

    // When
    trial.shouldSucceed();

    // Then
    assertThat(rule.fired()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAMED", "FOLDER"})
  void shouldEndRightWhenAReadIsCutShortForEver(Way way) throws IOException {
    // Given
    trial(way).large(LARGE).commit();
    FaultRule cut = trial.proxy().inject(Fault.cutAnswer(), trial.readOf(ONE));
    FaultRule reset = trial.proxy().inject(Fault.resetInAnswer(), trial.readOf(LARGE));

    // When: whoever goes on where it broke has all of it in the end
    trial.shouldEndRight();

    // Then
    assertThat(cut.fired()).isPositive();
    assertThat(reset.fired()).isPositive();
    trial.shouldSucceedOnceHealed();
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAMED", "FOLDER"})
  void shouldNameWhatCannotBeRead(Way way) throws IOException {
    // Given: nor does lakeFS's own server hand it out, or a link to it
    trial(way).commit();
    FaultRule denied = trial.proxy().inject(Fault.refuse(403, "AccessDenied"), trial.readOf(ONE));
    FaultRule gone = trial.proxy().inject(Fault.refuse(404, "NoSuchKey"), trial.readOf("e é/b0"));
    lake.sandbox()
        .refuse(
            request ->
                request.path().endsWith("/objects") || request.query().contains("presign=true"),
            403,
            "no permission");

    // When
    try {
      trial.shouldFailNaming(ONE, "e é/b0");
    } finally {
      lake.sandbox().refuseNothing();
    }

    // Then
    assertThat(denied.fired()).isPositive();
    assertThat(gone.fired()).isPositive();
    trial.shouldSucceedOnceHealed();
  }

  @Test
  void shouldReadThroughLakeFsTheOneObjectThatTheJobMayNotRead() throws IOException {
    // Given
    trial(Way.STREAMED).commit();
    FaultRule denied = trial.proxy().inject(Fault.refuse(403, "AccessDenied"), trial.readOf(ONE));

    // When
    Ended ended = new Ended(trial.shouldSucceed(), null);

    // Then
    assertThat(denied.fired()).isPositive();
    assertThat(ended.failures()).isEmpty();
  }
}
