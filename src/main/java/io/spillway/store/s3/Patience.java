package io.spillway.store.s3;

import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * The policy for how often and after which delay a request is sent again. All retries of requests
 * to S3 are decided here, in the SDK's own loop.
 *
 * <ul>
 *   <li>A bucket that is too busy gets time: {@value #ATTEMPTS_WHEN_BUSY} attempts with 0.5 to 1 s
 *       between the first two, then twice that each time up to 5 to 10 s. Even the shortest waits
 *       add up to more than 22 seconds.
 *   <li>Other failures that may be transient (no connection, a 500) are retried and reported soon:
 *       {@value #ATTEMPTS} attempts with at most 2 s of waits in total.
 * </ul>
 *
 * <p>Delays have a jitter of one half. {@code Retry-After} extends them, up to {@link
 * Window#LONGEST_PAUSE}. The SDK's circuit breaker is off: it stops all retries of a client after a
 * hundred failures, which under heavy throttling is just when they are needed. The {@link Limiter}
 * bounds the load on a busy bucket.
 */
final class Patience implements RetryStrategy {
  static final int ATTEMPTS_WHEN_BUSY = 8;
  static final int ATTEMPTS = 5;

  private static final Set<String> BUSY =
      Set.of("SlowDown", "SlowDownRead", "SlowDownWrite", "ServiceUnavailable", "Throttling");

  private final StandardRetryStrategy whenBusy;
  private final StandardRetryStrategy otherwise;

  /**
   * Creates a policy.
   *
   * @param attempts the maximum number of attempts per request
   * @param attemptsWhenBusy the maximum number of attempts if the bucket is too busy
   */
  Patience(int attempts, int attemptsWhenBusy) {
    this.whenBusy = strategy(attemptsWhenBusy, Duration.ofSeconds(1), Duration.ofSeconds(10));
    this.otherwise = strategy(attempts, Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  private static StandardRetryStrategy strategy(int attempts, Duration first, Duration longest) {
    BackoffStrategy waits = BackoffStrategy.exponentialDelayHalfJitter(first, longest);
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(attempts)
        .retryOnException(Patience::isTooBusy)
        .backoffStrategy(waits)
        .throttlingBackoffStrategy(waits)
        .circuitBreakerEnabled(false)
        .build();
  }

  /**
   * Returns whether the store asks for fewer requests. A 503 without a code, such as for a HEAD,
   * counts too.
   */
  static boolean isTooBusy(Throwable failure) {
    if (!(failure instanceof AwsServiceException answered)) {
      return false;
    }
    return answered.statusCode() == 503
        || answered.isThrottlingException()
        || BUSY.contains(S3Errors.code(answered));
  }

  @Override
  public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
    return otherwise.acquireInitialToken(request);
  }

  /**
   * {@inheritDoc} Called after each failed attempt. For a limited call, waits here and returns a
   * delay of zero, because the SDK would begin the next attempt without asking the limiter.
   */
  @Override
  public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
    Duration asked = request.suggestedDelay().orElse(Duration.ZERO);
    Duration pause = asked.compareTo(Window.LONGEST_PAUSE) > 0 ? Window.LONGEST_PAUSE : asked;
    LimitedCall call = LimitedCall.current();
    if (call != null) {
      call.failed(request.failure(), pause);
    }
    RefreshRetryTokenResponse next =
        strategy(request.failure())
            .refreshRetryToken(request.toBuilder().suggestedDelay(pause).build());
    if (call == null) {
      return next;
    }
    call.again(next.delay());
    return RefreshRetryTokenResponse.create(next.token(), Duration.ZERO);
  }

  private RetryStrategy strategy(Throwable failure) {
    return isTooBusy(failure) ? whenBusy : otherwise;
  }

  @Override
  public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
    return otherwise.recordSuccess(request);
  }

  @Override
  public int maxAttempts() {
    return Math.max(whenBusy.maxAttempts(), otherwise.maxAttempts());
  }

  /** {@inheritDoc} Returns false because this policy already includes the defaults. */
  @Override
  public boolean useClientDefaults() {
    return false;
  }

  @Override
  public Builder<?, ?> toBuilder() {
    throw new UnsupportedOperationException("It is as it is");
  }
}
