package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.store.RetryPolicy;
import io.spillway.store.ServerWatch;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class PatienceTest {
  private static final SdkException UNREACHABLE =
      SdkClientException.create("no", new UncheckedIOException(new ConnectException("refused")));

  private final AtomicLong clock = new AtomicLong();
  private final ServerWatch store = new ServerWatch("The store", clock::get);
  private final Patience patience = patience(Integer.MAX_VALUE);

  private Patience patience(int attempts) {
    return new Patience(attempts, RetryPolicy.DEFAULT, store, clock::get);
  }

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

  /** The waits of a call that always fails in the same way, until it is given up. */
  private Duration waits(SdkException failure) {
    Duration sum = Duration.ZERO;
    RetryToken token = first();
    while (true) {
      try {
        RefreshRetryTokenResponse next = patience.refreshRetryToken(failed(token, failure));
        sum = sum.plus(next.delay());
        clock.addAndGet(next.delay().toNanos());
        token = next.token();
      } catch (TokenAcquisitionFailedException e) {
        return sum;
      }
    }
  }

  private void succeed() {
    patience.recordSuccess(RecordSuccessRequest.create(first()));
  }

  @Test
  void shouldOutlastAStormOfTwoMinutes() {
    assertThat(waits(answer(503, "SlowDown"))).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void shouldOutlastARestart() {
    succeed();
    assertThat(waits(UNREACHABLE)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void shouldSoonReportAnAddressThatNeverAnswered() {
    assertThat(waits(UNREACHABLE)).isEqualTo(RetryPolicy.UNSEEN);
  }

  @Test
  void shouldNotWaitAgainForEachRequestToAStoreThatIsGone() {
    succeed();
    waits(UNREACHABLE);
    assertThat(waits(UNREACHABLE)).isZero();

    succeed();
    assertThat(waits(UNREACHABLE)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void shouldNotStopRetryingBecauseManyCallsFail() {
    // Given: failures that would use up the SDK's circuit breaker, many times over
    for (int i = 0; i < 500; i++) {
      waits(answer(500, "InternalError"));
      succeed();
    }

    // When, Then
    assertThat(waits(answer(503, ""))).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void shouldKeepToAMaximumNumberOfAttempts() {
    // Given
    Patience thrice = patience(3);
    succeed();
    RetryToken token = thrice.acquireInitialToken(AcquireInitialTokenRequest.create("any")).token();
    token = thrice.refreshRetryToken(failed(token, UNREACHABLE)).token();
    token = thrice.refreshRetryToken(failed(token, answer(503, ""))).token();

    // Then
    RetryToken last = token;
    assertThatThrownBy(() -> thrice.refreshRetryToken(failed(last, UNREACHABLE)))
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
