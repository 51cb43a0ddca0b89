package io.spillway.store.s3;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * Lets every request wait for its turn at its bucket. A GET's turn ends when its answer begins; its
 * body is read at leisure.
 *
 * <p>Where the SDK looks for a bucket's region, its own question and the request sent anew belong
 * to the call that led there, and take no place of their own.
 */
final class LimitedClient extends DelegatingS3Client {
  private final Map<String, Limiter> limiters = new ConcurrentHashMap<>();
  private final int ceiling;

  /**
   * @param ceiling requests in flight to one bucket, at most
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

  /** Copies call theirs by another name. */
  private static String bucket(S3Request request) {
    return request
        .getValueForField("Bucket", String.class)
        .or(() -> request.getValueForField("DestinationBucket", String.class))
        .orElse("");
  }
}
