package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Settings;
import io.spillway.store.Meter;
import io.spillway.store.Traffic;
import io.spillway.store.Traffic.Kind;
import io.spillway.store.WriteGuard;
import io.spillway.store.s3.RecordingHttp.Answer;
import io.spillway.store.s3.RecordingHttp.Sent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The attempts of the direct client. */
class DirectClientTest {
  private static final String OWN = "http://localhost:9000";
  private static final CopyObjectRequest COPY =
      CopyObjectRequest.builder()
          .sourceBucket("bucket")
          .sourceKey("a")
          .destinationBucket("bucket")
          .destinationKey("b")
          .build();
  private static final Answer COPIED =
      Answer.of(200, "<CopyObjectResult><ETag>\"x\"</ETag></CopyObjectResult>");

  private final RecordingHttp http = new RecordingHttp();
  private final Meter meter = new Meter();
  private Meter.Scope scope;

  @BeforeEach
  void bind() {
    scope = meter.bind();
  }

  @AfterEach
  void unbind() {
    scope.close();
  }

  private S3Client client(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("fs.s3a.access.key", "AKIDEXAMPLE");
    settings.put("fs.s3a.secret.key", "hush-hush");
    settings.put("fs.s3a.attempts.maximum", "3");
    settings.putAll(more);
    S3Settings read = S3Settings.of(Settings.of(settings), "bucket");
    return new GuardedClient(S3Connection.answeredBy(http, read).s3(), WriteGuard.NONE);
  }

  private S3Client toServer() {
    return client(Map.of("fs.s3a.endpoint", OWN));
  }

  private S3Client toAws() {
    return client(Map.of("fs.s3a.endpoint.region", "eu-central-1"));
  }

  private static Answer error(int status, String code, Map<String, String> headers) {
    return new Answer(
        status, "R", headers, ("<Error><Code>" + code + "</Code></Error>").getBytes(UTF_8));
  }

  private static Instant signedAt(Sent sent) {
    return Instant.from(
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .parse(sent.header("x-amz-date")));
  }

  @Test
  void shouldCorrectItsClockWhenTheServerComplains() {
    // Given
    Instant there = Instant.now().plus(Duration.ofHours(3));
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(there.atOffset(ZoneOffset.UTC));
    http.answer(error(403, "RequestTimeTooSkewed", Map.of("Date", date)));
    http.then(COPIED);
    S3Client client = toServer();

    // When
    client.copyObject(COPY);
    client.copyObject(COPY);

    // Then
    assertThat(http.all()).hasSize(3).allMatch(Sent::isDirect);
    assertThat(Duration.between(Instant.now(), signedAt(http.all().get(0))).abs())
        .isLessThan(Duration.ofMinutes(2));
    for (Sent sent : http.all().subList(1, 3)) {
      assertThat(Duration.between(there, signedAt(sent)).abs()).isLessThan(Duration.ofMinutes(2));
    }
    assertThat(meter.traffic().count(Kind.RETRIES)).isOne();
  }

  @Test
  void shouldLeaveABucketOfAnotherRegionToTheSdk() {
    for (Answer elsewhere :
        List.of(
            error(301, "PermanentRedirect", Map.of("x-amz-bucket-region", "us-west-2")),
            error(307, "TemporaryRedirect", Map.of()),
            error(400, "AuthorizationHeaderMalformed", Map.of("x-amz-bucket-region", "us-west-2")),
            error(
                400,
                "IllegalLocationConstraintException",
                Map.of("x-amz-bucket-region", "us-west-2")))) {
      // Given
      int before = http.all().size();
      http.answer(elsewhere);
      http.then(COPIED);
      S3Client client = toAws();

      // When
      assertThat(client.copyObject(COPY).copyObjectResult().eTag()).isEqualTo("\"x\"");
      client.copyObject(COPY);

      // Then
      List<Sent> sent = http.all().subList(before, http.all().size());
      assertThat(sent.get(0).isDirect()).isTrue();
      assertThat(sent.subList(1, sent.size())).hasSizeGreaterThan(1).noneMatch(Sent::isDirect);
    }
  }

  @Test
  void shouldReportARedirectOfAServer() {
    http.answer(error(301, "PermanentRedirect", Map.of("x-amz-bucket-region", "us-west-2")));

    S3Exception failure =
        catchThrowableOfType(S3Exception.class, () -> toServer().copyObject(COPY));

    assertThat(failure.statusCode()).isEqualTo(301);
    assertThat(failure.numAttempts()).isOne();
    assertThat(http.all()).hasSize(1);
  }

  @Test
  void shouldTryAgainAfterAnErrorInAnAnswerOfSuccess() {
    // Given
    http.answer(error(200, "InternalError", Map.of()));
    http.then(error(200, "SlowDown", Map.of()));
    http.then(COPIED);

    // When
    String tag = toServer().copyObject(COPY).copyObjectResult().eTag();

    // Then
    assertThat(tag).isEqualTo("\"x\"");
    assertThat(http.all()).hasSize(3);
    assertThat(meter.traffic().count(Traffic.Kind.COPY)).isEqualTo(3);
    assertThat(meter.traffic().count(Kind.RETRIES)).isEqualTo(2);
    assertThat(meter.traffic().count(Kind.THROTTLES)).isOne();
  }

  @Test
  void shouldCountItsAttempts() {
    http.answer(error(500, "InternalError", Map.of("x-amz-request-id", "REQ")));

    S3Exception failure =
        catchThrowableOfType(S3Exception.class, () -> toServer().copyObject(COPY));

    assertThat(failure.numAttempts()).isEqualTo(3);
    assertThat(failure.requestId()).isEqualTo("REQ");
    assertThat(failure.getSuppressed()).hasSize(2);
    assertThat(http.all()).hasSize(3);
    assertThat(meter.traffic().count(Traffic.Kind.COPY)).isEqualTo(3);
  }

  @Test
  void shouldTryAgainAfterABrokenConnection() {
    // Given
    http.breakNext(2);
    http.answer(COPIED);

    // When
    toServer().copyObject(COPY);

    // Then
    assertThat(http.all()).hasSize(3);
    assertThat(meter.traffic().count(Kind.RETRIES)).isEqualTo(2);
  }

  @Test
  void shouldEndAnAttemptWhoseTimeIsOver() {
    // Given
    http.stall();
    CopyObjectRequest hurried =
        COPY.toBuilder()
            .overrideConfiguration(settings -> settings.apiCallAttemptTimeout(Duration.ofMillis(1)))
            .build();

    // When
    SdkClientException failure =
        catchThrowableOfType(SdkClientException.class, () -> toServer().copyObject(hurried));

    // Then
    assertThat(failure).isInstanceOf(ApiCallAttemptTimeoutException.class);
    assertThat(http.all()).hasSize(3);
  }

  @Test
  void shouldSendNothingWhenInterrupted() {
    S3Client client = toServer();
    Thread.currentThread().interrupt();

    AbortedException failure =
        catchThrowableOfType(AbortedException.class, () -> client.copyObject(COPY));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure).isNotNull();
    assertThat(http.all()).isEmpty();
  }

  @Test
  void shouldSignNothingForAnonymousUsers() {
    http.answer(COPIED);

    client(
            Map.of(
                "fs.s3a.endpoint",
                OWN,
                "fs.s3a.aws.credentials.provider",
                "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider"))
        .copyObject(COPY);

    assertThat(http.last().isDirect()).isTrue();
    assertThat(http.last().authorization()).isEmpty();
    assertThat(http.last().header("x-amz-date")).isEmpty();
  }

  @Test
  void shouldKeepTheSlashesOfKeysBehindTheSlashOfAnEndpoint() {
    http.answer(Answer.of(404, ""));

    catchThrowableOfType(
        S3Exception.class,
        () ->
            client(Map.of("fs.s3a.endpoint", "http://localhost:9000/gateway/"))
                .headObject(request -> request.bucket("bucket").key("/a//b")));

    assertThat(http.last().request().encodedPath()).isEqualTo("/gateway/bucket//a//b");
  }
}
