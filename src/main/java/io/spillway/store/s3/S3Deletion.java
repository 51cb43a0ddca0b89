package io.spillway.store.s3;

import static io.spillway.store.StoreException.Reason.LAPSED;
import static io.spillway.store.StoreException.Reason.NO_CONTAINER;
import static io.spillway.store.StoreException.Reason.UNKNOWN;
import static io.spillway.store.StoreException.Reason.UNREACHABLE;

import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * Deletion of many objects of a bucket, a thousand per request. Objects that cannot be deleted this
 * way are deleted with one request each:
 *
 * <ul>
 *   <li>keys that a request in XML would not carry literally, or that would make it invalid for
 *       all;
 *   <li>keys for which the answer reports that S3 was too busy: the SDK retries single requests,
 *       but not an answer that succeeded as a whole;
 *   <li>all keys, if the server does not support such a request, which its first answer shows.
 * </ul>
 */
final class S3Deletion {
  private static final Set<String> BUSY =
      Set.of("InternalError", "SlowDown", "ServiceUnavailable", "OperationAborted");

  private final S3Calls calls;
  private volatile boolean unknownToServer;

  S3Deletion(S3Calls calls) {
    this.calls = calls;
  }

  List<NotDeleted> delete(Collection<String> keys) throws StoreException {
    List<NotDeleted> left = new ArrayList<>();
    List<String> batch = new ArrayList<>();
    for (String key : new LinkedHashSet<>(keys)) {
      if (unknownToServer || !fitsInXml(key)) {
        deleteAlone(key, left);
      } else {
        batch.add(key);
      }
      if (batch.size() == ObjectStore.DELETED_AT_ONCE) {
        deleteTogether(batch, left);
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      deleteTogether(batch, left);
    }
    return left;
  }

  /**
   * Returns whether XML can carry a key. XML 1.0 has no control characters but tab and the ends of
   * lines, and parsers may change those.
   */
  private static boolean fitsInXml(String key) {
    boolean fits =
        key.codePoints()
            .allMatch(c -> c >= ' ' && c != 0xFFFE && c != 0xFFFF && (c < 0xD800 || c > 0xDFFF));
    return fits
        && !key.isEmpty()
        && key.getBytes(StandardCharsets.UTF_8).length <= S3Metadata.LONGEST_KEY;
  }

  private void deleteTogether(List<String> keys, List<NotDeleted> left) throws StoreException {
    DeleteObjectsResponse deleted;
    try {
      deleted = requested(keys);
    } catch (SdkException e) {
      if (!isUnknownToServer(e)) {
        throw new S3Errors(act(keys), true).explained(e);
      }
      unknownToServer = true;
      for (String key : keys) {
        deleteAlone(key, left);
      }
      return;
    }
    judge(keys, deleted, left);
  }

  private DeleteObjectsResponse requested(List<String> keys) {
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    Delete quietly = Delete.builder().objects(objects).quiet(true).build();
    return calls.s3().deleteObjects(request -> request.bucket(calls.bucket()).delete(quietly));
  }

  private static boolean isUnknownToServer(SdkException failure) {
    int status = S3Errors.status(failure);
    return status == 501 || status == 405 || S3Errors.code(failure).equals("NotImplemented");
  }

  /** Processes an answer. In quiet mode, S3 lists only the objects that it did not delete. */
  private void judge(List<String> keys, DeleteObjectsResponse answer, List<NotDeleted> left)
      throws StoreException {
    Set<String> asked = Set.copyOf(keys);
    for (S3Error error : answer.errors()) {
      String key = error.key();
      String code = error.code() == null ? "" : error.code();
      if (key == null || !asked.contains(key)) {
        throw new StoreException(
            UNKNOWN,
            "Cannot "
                + act(keys)
                + ": S3 says "
                + code
                + " of an object that was not named to it.");
      }
      if (BUSY.contains(code)) {
        deleteAlone(key, left);
      } else if (!code.equals("NoSuchKey")) {
        left.add(new NotDeleted(key, errors(key).ofOne(code, requestId(answer))));
      }
    }
  }

  /** Deletes one object. Failures that would affect any other key as well fail the whole call. */
  private void deleteAlone(String key, List<NotDeleted> left) throws StoreException {
    try {
      calls.delete(key);
    } catch (StoreException e) {
      if (e.reason() == UNREACHABLE || e.reason() == NO_CONTAINER || e.reason() == LAPSED) {
        throw e;
      }
      left.add(new NotDeleted(key, String.valueOf(e.getMessage())));
    }
  }

  private S3Errors errors(String key) {
    return new S3Errors("delete " + calls.name(key), true);
  }

  private String act(List<String> keys) {
    String others = keys.size() == 1 ? "" : " and " + (keys.size() - 1) + " other objects";
    return "delete " + calls.name(keys.get(0)) + others;
  }

  private static @Nullable String requestId(DeleteObjectsResponse answer) {
    return answer.sdkHttpResponse().firstMatchingHeader("x-amz-request-id").orElse(null);
  }
}
