package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class PatienceTest {
  private static final SdkException UNREACHABLE =
      SdkClientException.create("no", new UncheckedIOException(new ConnectException("refused")));

  private final Patience patience = new Patience(5, Patience.ATTEMPTS_WHEN_BUSY);

  private static SdkException answer(int status, String code) {
    return S3Exception.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
        .build();
  }

  private RefreshRetryTokenRequest failed(RetryToken token, SdkException failure) {
    return RefreshRetryTokenRequest.builder().token(token).failure(failure).build();
  }

  private RetryToken first() {
    return patience.acquireInitialToken(AcquireInitialTokenRequest.create("any")).token();
  }

  /** The waits of a call that fails in the same way so often. */
  private Duration waits(SdkException failure, int failures) {
    Duration sum = Duration.ZERO;
    RetryToken token = first();
    for (int i = 0; i < failures; i++) {
      RefreshRetryTokenResponse next = patience.refreshRetryToken(failed(token, failure));
      sum = sum.plus(next.delay());
      token = next.token();
    }
    RetryToken last = token;
    assertThatThrownBy(() -> patience.refreshRetryToken(failed(last, failure)))
        .isInstanceOf(TokenAcquisitionFailedException.class);
    return sum;
  }

  @Test
  void shouldOutlastAStormOfTwentySeconds() {
    for (int i = 0; i < 200; i++) {
      assertThat(waits(answer(503, "SlowDown"), 7))
          .isBetween(Duration.ofSeconds(22), Duration.ofSeconds(46));
    }
  }

  @Test
  void shouldSoonTellOfAnAddressWhereNobodyIs() {
    for (int i = 0; i < 200; i++) {
      assertThat(waits(UNREACHABLE, 4)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void shouldNotStopRetryingBecauseManyCallsFail() {
    // Given: what uses up the SDK's circuit breaker, many times over
    for (int i = 0; i < 500; i++) {
      waits(UNREACHABLE, 4);
    }

    // When, Then
    assertThat(waits(answer(503, ""), 7)).isGreaterThan(Duration.ofSeconds(20));
  }

  @Test
  void shouldCountAttemptsOnWhenAStormFollowsOtherTrouble() {
    // Given
    RetryToken token = first();
    for (int i = 0; i < 4; i++) {
      token = patience.refreshRetryToken(failed(token, UNREACHABLE)).token();
    }

    // When
    for (int i = 0; i < 3; i++) {
      token = patience.refreshRetryToken(failed(token, answer(503, ""))).token();
    }

    // Then
    RetryToken last = token;
    assertThatThrownBy(() -> patience.refreshRetryToken(failed(last, answer(503, ""))))
        .isInstanceOf(TokenAcquisitionFailedException.class);
  }

  @Test
  void shouldWaitForAsLongAsTheStoreAsksButNotForHours() {
    RefreshRetryTokenRequest busy = failed(first(), answer(503, "SlowDown"));

    assertThat(delay(busy, Duration.ofSeconds(17))).isEqualTo(Duration.ofSeconds(17));
    assertThat(delay(busy, Duration.ofHours(3))).isEqualTo(Window.LONGEST_PAUSE);
  }

  private Duration delay(RefreshRetryTokenRequest request, Duration asked) {
    return patience.refreshRetryToken(request.toBuilder().suggestedDelay(asked).build()).delay();
  }

  @Test
  void shouldNotTryAgainWhatWasRefused() {
    assertThatThrownBy(
            () -> patience.refreshRetryToken(failed(first(), answer(403, "AccessDenied"))))
        .isInstanceOf(TokenAcquisitionFailedException.class);
  }

  @Test
  void shouldTellWhichAnswersAskForFewerRequests() {
    assertThat(Patience.isTooBusy(answer(503, ""))).isTrue();
    assertThat(Patience.isTooBusy(answer(429, ""))).isTrue();
    assertThat(Patience.isTooBusy(answer(400, "RequestLimitExceeded"))).isTrue();
    assertThat(Patience.isTooBusy(answer(200, "SlowDown"))).isTrue();
    assertThat(Patience.isTooBusy(answer(500, "InternalError"))).isFalse();
    assertThat(Patience.isTooBusy(answer(412, "PreconditionFailed"))).isFalse();
    assertThat(Patience.isTooBusy(UNREACHABLE)).isFalse();
  }
}
