package io.spillway.store.s3;

import io.spillway.store.WriteGuard;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * A client that sends requests under a guard. Exports share the client behind it, and {@link
 * GuardedHttp} asks the guard below the client's retries. The synchronous client stays on the
 * calling thread, where {@link GuardedHttp} finds the guard.
 */
final class GuardedClient extends DelegatingS3Client {
  private static final ThreadLocal<@Nullable WriteGuard> CURRENT = new ThreadLocal<>();

  private final WriteGuard guard;

  GuardedClient(S3Client client, WriteGuard guard) {
    super(client);
    this.guard = guard;
  }

  /**
   * Returns the guard of the request that this thread sends; null if the request bypassed this
   * client.
   */
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
