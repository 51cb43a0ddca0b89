package io.spillway.store.s3;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * A client that makes every request wait for its turn at its bucket. The turn of a GET ends when
 * its answer begins; its body can be read at any pace.
 *
 * <p>If the SDK looks up a bucket's region, its own request and the repeated request belong to the
 * call that led there, and take no place of their own.
 */
final class LimitedClient extends DelegatingS3Client {
  private final Map<String, Limiter> limiters = new ConcurrentHashMap<>();
  private final int ceiling;

  /**
   * Creates a client.
   *
   * @param ceiling the maximum number of requests in flight to one bucket
   */
  LimitedClient(S3Client client, int ceiling) {
    super(client);
    this.ceiling = ceiling;
  }

  Limiter limiter(String bucket) {
    return limiters.computeIfAbsent(
        bucket,
        name ->
            new Limiter(ceiling, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble()));
  }

  @Override
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    try (LimitedCall call = LimitedCall.begin(limiter(bucket(request)))) {
      R answer = operation.apply(request);
      call.succeeded();
      return answer;
    }
  }

  /** Returns the bucket of a request; copies name theirs differently. */
  private static String bucket(S3Request request) {
    return request
        .getValueForField("Bucket", String.class)
        .or(() -> request.getValueForField("DestinationBucket", String.class))
        .orElse("");
  }
}
