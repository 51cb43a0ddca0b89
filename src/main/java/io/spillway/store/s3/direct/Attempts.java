package io.spillway.store.s3.direct;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.ClockSkew;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The attempts of requests, one after another on the calling thread, until one succeeds or the
 * retry strategy ends them. Failures are the SDK's own exceptions, so the strategy judges them as
 * it judges the SDK's.
 */
final class Attempts {
  private static final String SCOPE = "GLOBAL";

  /** The codes by which AWS says that the bucket is in another region. */
  private static final Set<String> OF_REGION =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");

  private final DirectSettings settings;

  /** How far this machine's clock is ahead of the server's, as far as the server complained. */
  private volatile Duration clockSkew = Duration.ZERO;

  Attempts(DirectSettings settings) {
    this.settings = settings;
  }

  /** Reads an answer of success. */
  interface Reading<T> {
    /**
     * Returns the result of an answer.
     *
     * @param body closed by the reader, unless it is passed on
     * @throws SdkException if the answer reports a failure after all
     */
    T read(SdkHttpResponse answer, AbortableInputStream body) throws IOException;
  }

  /**
   * Sends a request until an attempt succeeds.
   *
   * @throws SdkException the failure of the last attempt
   * @throws OtherRegionException if AWS says that the bucket is in another region
   */
  <T> T send(DirectRequest request, Reading<T> reading) {
    RetryToken token =
        settings.retries().acquireInitialToken(AcquireInitialTokenRequest.create(SCOPE)).token();
    List<SdkException> failures = new ArrayList<>();
    while (true) {
      // Providers repeat their own requests: their failures end the call.
      AwsCredentials credentials = settings.credentials().resolveCredentials();
      Failed failed;
      try {
        T result = attempt(request, credentials, reading);
        settings.retries().recordSuccess(RecordSuccessRequest.create(token));
        return result;
      } catch (AnsweredException e) {
        failed = new Failed(e.failure, e.retryAfter);
      } catch (AbortedException e) {
        throw e;
      } catch (SdkException e) {
        failed = new Failed(e, Duration.ZERO);
      } catch (IOException e) {
        failed = new Failed(unsent(e), Duration.ZERO);
      }
      failures.add(failed.failure);
      token = next(token, failed, failures);
    }
  }

  private record Failed(SdkException failure, Duration retryAfter) {}

  /** An answer that reports a failure, and the pause that the server asks for. */
  private static final class AnsweredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient S3Exception failure;
    private final transient Duration retryAfter;

    AnsweredException(S3Exception failure, Duration retryAfter) {
      super(null, null, false, false);
      this.failure = failure;
      this.retryAfter = retryAfter;
    }
  }

  /** An answer of AWS that says that the bucket is in another region. */
  static final class OtherRegionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherRegionException() {
      super(null, null, false, false);
    }
  }

  private static SdkClientException unsent(IOException cause) {
    return SdkClientException.create(
        "Unable to execute HTTP request: " + cause.getMessage(), cause);
  }

  /** Waits before the next attempt, or throws the last failure if there is none. */
  private RetryToken next(RetryToken token, Failed failed, List<SdkException> failures) {
    RefreshRetryTokenResponse next;
    try {
      next =
          settings
              .retries()
              .refreshRetryToken(
                  RefreshRetryTokenRequest.builder()
                      .token(token)
                      .failure(failed.failure)
                      .suggestedDelay(failed.retryAfter)
                      .build());
    } catch (TokenAcquisitionFailedException e) {
      throw last(failures);
    }
    try {
      Thread.sleep(next.delay().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("Interrupted before the request was sent again", e);
    }
    return next.token();
  }

  private static SdkException last(List<SdkException> failures) {
    SdkException last = failures.get(failures.size() - 1);
    SdkException counted = last.toBuilder().numAttempts(failures.size()).build();
    for (SdkException before : failures.subList(0, failures.size() - 1)) {
      counted.addSuppressed(
          SdkClientException.builder()
              .message("An attempt before failed: " + before.getMessage())
              .writableStackTrace(false)
              .build());
    }
    return counted;
  }

  private <T> T attempt(DirectRequest request, AwsCredentials credentials, Reading<T> reading)
      throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw AbortedException.create("Interrupted before the request was sent");
    }
    Duration skew = clockSkew;
    ExecutableHttpRequest http =
        settings.http().prepareRequest(request.signed(credentials, Instant.now().minus(skew)));
    Deadlines.Deadline deadline = Deadlines.SHARED.begin(http, request.timeout());
    try (deadline) {
      settings.meter().sending(request.model(), request.size());
      HttpExecuteResponse answer = http.call();
      SdkHttpResponse head = answer.httpResponse();
      AbortableInputStream body = counted(answer);
      if (head.isSuccessful()) {
        return reading.read(head, body);
      }
      byte[] content = all(body);
      ErrorAnswer error =
          request.isHead() ? ErrorAnswer.ofHead(head) : ErrorAnswer.of(head, content);
      if (isOfOtherRegion(request, error)) {
        throw new OtherRegionException();
      }
      throw refused(error, skew);
    } catch (IOException | SdkException e) {
      if (deadline.hasPassed()) {
        throw ApiCallAttemptTimeoutException.create(request.timeout().toMillis());
      }
      throw e;
    }
  }

  /**
   * Returns whether AWS says that the bucket is in another region. Other servers do not; the answer
   * to a HEAD has no code, but the region.
   */
  private boolean isOfOtherRegion(DirectRequest request, ErrorAnswer error) {
    int status = error.http().statusCode();
    return settings.endpoint().isEmpty()
        && (status == 301
            || status == 307
            || OF_REGION.contains(error.code())
            || (status == 400
                && request.isHead()
                && error.http().firstMatchingHeader("x-amz-bucket-region").isPresent()));
  }

  private AbortableInputStream counted(HttpExecuteResponse answer) {
    AbortableInputStream body =
        answer
            .responseBody()
            .orElseGet(() -> AbortableInputStream.create(InputStream.nullInputStream()));
    return AbortableInputStream.create(settings.meter().received(body), body);
  }

  /** Reads a body to its end, which leaves its connection to the next request. */
  static byte[] all(InputStream body) throws IOException {
    try (body) {
      return body.readAllBytes();
    }
  }

  /** Returns the failure that an answer reports, and corrects the clock if that was the reason. */
  private RuntimeException refused(ErrorAnswer answer, Duration skew) {
    S3Exception failure = answer.exception(skew);
    if (RetryUtils.isClockSkewException(failure)) {
      clockSkew =
          ClockSkew.getServerTime(answer.http())
              .map(serverTime -> ClockSkew.getClockSkew(Instant.now(), serverTime))
              .orElse(Duration.ZERO);
    }
    return new AnsweredException(failure, retryAfter(answer.http()));
  }

  private static Duration retryAfter(SdkHttpResponse answer) {
    return answer
        .firstMatchingHeader("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,9}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(Duration.ZERO);
  }

  /**
   * Throws the error that an answer of success has in its body.
   *
   * @param xml at the root element
   */
  void throwError(SdkHttpResponse answer, XmlScanner xml) {
    ErrorAnswer.within(answer, xml)
        .ifPresent(
            error -> {
              throw refused(error, clockSkew);
            });
  }
}
