package io.spillway.store.s3;

import io.spillway.store.WriteGuard;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * Sends requests under a guard. The client behind it is shared by exports, and the guard is asked
 * below its retries, by {@link GuardedHttp}; the synchronous client stays on the thread that calls,
 * so that the guard is found there.
 */
final class GuardedClient extends DelegatingS3Client {
  private static final ThreadLocal<@Nullable WriteGuard> CURRENT = new ThreadLocal<>();

  private final WriteGuard guard;

  GuardedClient(S3Client client, WriteGuard guard) {
    super(client);
    this.guard = guard;
  }

  /** The guard of the request that this thread sends; null for one that was sent past this. */
  static @Nullable WriteGuard current() {
    return CURRENT.get();
  }

  @Override
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    WriteGuard before = CURRENT.get();
    CURRENT.set(guard);
    try {
      return operation.apply(request);
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }
}
