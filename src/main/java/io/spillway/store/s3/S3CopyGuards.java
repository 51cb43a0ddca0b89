package io.spillway.store.s3;

import io.spillway.base.Location;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A check that a copy was made of the requested version of its source. Thread-safe; one per
 * connection.
 *
 * <p>Some servers ignore {@code x-amz-copy-source-if-match}, and the tag in their answer is the
 * copy's own. INVARIANT: a copy is accepted only if that tag is the requested one, if the server is
 * known to refuse other tags, or if the source's tag is verified once more.
 *
 * <p>The server is tested once per source bucket, with a copy that it must refuse, and only if an
 * answer's tag is inconclusive: for objects in parts, and with keys of KMS. A server that does not
 * refuse makes the correct copy under the correct key once more.
 */
final class S3CopyGuards {
  /** A tag that no object has. */
  private static final String NO_TAG = "0".repeat(32);

  private final Map<String, Boolean> refusing = new ConcurrentHashMap<>();

  /** A copy of one object, or of a part of one. */
  interface Attempt<T> {
    T copy(String ifMatch) throws StoreException;
  }

  /**
   * Copies an object in one request.
   *
   * @throws StoreException {@code CHANGED} if the source's tag differs
   */
  WrittenObject copy(
      ObjectStore source, String sourceKey, String ifMatch, Attempt<WrittenObject> attempt)
      throws IOException {
    String bucket = source.container().authority();
    WrittenObject copied;
    try {
      copied = attempt.copy(ifMatch);
    } catch (StoreException e) {
      if (isRefusedCondition(e)) {
        refusing.put(bucket, true);
      }
      throw e;
    }
    if (!isConfirmed(copied, ifMatch) && !refusesOthers(bucket, attempt)) {
      requireTag(source, sourceKey, ifMatch);
    }
    return copied;
  }

  /**
   * Returns whether the server refuses copies out of a bucket if the source's tag differs from the
   * requested one.
   *
   * @param attempt a copy that may be made for the test
   */
  boolean refusesOthers(String bucket, Attempt<?> attempt) {
    return Boolean.TRUE.equals(refusing.computeIfAbsent(bucket, ignored -> ask(attempt)));
  }

  private static boolean isConfirmed(WrittenObject copied, String ifMatch) {
    return !copied.opaqueEtag()
        && ifMatch.matches("[0-9a-fA-F]{32}")
        && ifMatch.equalsIgnoreCase(copied.etag());
  }

  /**
   * Tests the server; returns null if no answer is conclusive, so that the next copy tests again.
   */
  private static @Nullable Boolean ask(Attempt<?> attempt) {
    try {
      var unused = attempt.copy(NO_TAG);
      return false;
    } catch (StoreException e) {
      return isRefusedCondition(e) ? Boolean.TRUE : null;
    }
  }

  private static boolean isRefusedCondition(StoreException e) {
    return e.getCause() instanceof SdkException failure && S3Errors.status(failure) == 412;
  }

  /**
   * Verifies the source's tag after a copy.
   *
   * @throws StoreException {@code CHANGED} if it differs
   */
  static void requireTag(ObjectStore source, String sourceKey, String ifMatch) throws IOException {
    Optional<StoredObject> now = source.stat(sourceKey);
    if (now.isEmpty() || !now.get().etag().equalsIgnoreCase(ifMatch)) {
      Location from = source.container().resolve(sourceKey);
      throw new StoreException(
          Reason.CHANGED,
          "Cannot copy "
              + from
              + ": the server ignores which tag is asked for, and "
              + (now.isEmpty()
                  ? "the object is gone."
                  : "its tag is " + now.get().etag() + ", not " + ifMatch + "."));
    }
  }
}
