package io.spillway.store.s3;

import io.spillway.store.Retries;
import io.spillway.store.RetryPolicy;
import io.spillway.store.ServerWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
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
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * The {@link RetryPolicy} for requests to S3, within the SDK's own loop, which decides what may be
 * sent again.
 *
 * <p>A bucket that is too busy gets longer pauses than one that does not answer. {@code
 * Retry-After} extends them. The SDK's circuit breaker is off: it stops all retries of a client
 * after a hundred failures, which under heavy throttling is just when they are needed. The {@link
 * Limiter} bounds the load on a busy bucket.
 */
final class Patience implements RetryStrategy {
  /** The failures by which pauses for a busy bucket are ahead of others. */
  private static final int AHEAD_WHEN_BUSY = 2;

  private static final Set<String> BUSY =
      Set.of("SlowDown", "SlowDownRead", "SlowDownWrite", "ServiceUnavailable", "Throttling");

  private final RetryPolicy policy;
  private final ServerWatch server;
  private final LongSupplier nanoTime;
  private final StandardRetryStrategy retryable;

  /**
   * Creates a policy.
   *
   * @param attempts the maximum number of attempts per request, which the time may limit further
   * @param server the store
   */
  Patience(int attempts, RetryPolicy policy, ServerWatch server, LongSupplier nanoTime) {
    this.policy = policy;
    this.server = server;
    this.nanoTime = nanoTime;
    this.retryable =
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(attempts)
            .retryOnException(Patience::isTooBusy)
            .backoffStrategy(BackoffStrategy.retryImmediately())
            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
            .circuitBreakerEnabled(false)
            .build();
  }

  /** The state of one call: the SDK's own, and its failures. */
  private record Token(RetryToken sdk, Retries.Failing failing) implements RetryToken {}

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
    AcquireInitialTokenResponse first = retryable.acquireInitialToken(request);
    return AcquireInitialTokenResponse.create(
        new Token(first.token(), Retries.Failing.NOT_YET), first.delay());
  }

  /**
   * {@inheritDoc} Called after each failed attempt. For a limited call, waits here and returns a
   * delay of zero, because the SDK would begin the next attempt without asking the limiter.
   */
  @Override
  public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
    Token token = (Token) request.token();
    Duration asked = request.suggestedDelay().orElse(Duration.ZERO);
    LimitedCall call = LimitedCall.current();
    if (call != null) {
      boolean tooLong = asked.compareTo(RetryPolicy.LONGEST_PAUSE) > 0;
      call.failed(request.failure(), tooLong ? RetryPolicy.LONGEST_PAUSE : asked);
    }
    if (request.failure() instanceof AwsServiceException answer) {
      server.answered(answer.statusCode());
    }
    RetryToken next =
        retryable
            .refreshRetryToken(
                RefreshRetryTokenRequest.builder()
                    .token(token.sdk())
                    .failure(request.failure())
                    .build())
            .token();
    Retries.Failing failing = token.failing().once(nanoTime.getAsLong());
    Duration pause =
        pause(failing, request.failure(), asked)
            .orElseThrow(
                () ->
                    new TokenAcquisitionFailedException(
                        "The request failed for too long", next, request.failure()));
    Token sentAgain = new Token(next, failing);
    if (call == null) {
      return RefreshRetryTokenResponse.create(sentAgain, pause);
    }
    call.again(pause);
    return RefreshRetryTokenResponse.create(sentAgain, Duration.ZERO);
  }

  private Optional<Duration> pause(Retries.Failing failing, Throwable failure, Duration asked) {
    int ahead = isTooBusy(failure) ? AHEAD_WHEN_BUSY : 0;
    String why =
        failure instanceof AwsServiceException answer
            ? "status " + answer.statusCode()
            : "no answer";
    return server.pause(
        policy, new Retries.Failing(failing.failures() + ahead, failing.since()), why, asked);
  }

  @Override
  public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
    Token token = (Token) request.token();
    server.served();
    retryable.recordSuccess(RecordSuccessRequest.create(token.sdk()));
    return RecordSuccessResponse.create(token);
  }

  @Override
  public int maxAttempts() {
    return retryable.maxAttempts();
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
