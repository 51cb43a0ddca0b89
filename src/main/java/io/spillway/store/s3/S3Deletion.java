package io.spillway.store.s3;

import static io.spillway.store.StoreException.Reason.NO_CONTAINER;
import static io.spillway.store.StoreException.Reason.UNREACHABLE;

import io.spillway.store.NotDeleted;
import io.spillway.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Deletes many objects of a bucket. */
final class S3Deletion {
  private final S3Calls calls;

  S3Deletion(S3Calls calls) {
    this.calls = calls;
  }

  List<NotDeleted> delete(Collection<String> keys) throws StoreException {
    return oneByOne(keys);
  }

  private List<NotDeleted> oneByOne(Collection<String> keys) throws StoreException {
    List<NotDeleted> left = new ArrayList<>();
    for (String key : keys) {
      try {
        calls.delete(key);
      } catch (StoreException e) {
        if (e.reason() == UNREACHABLE || e.reason() == NO_CONTAINER) {
          throw e;
        }
        left.add(new NotDeleted(key, String.valueOf(e.getMessage())));
      }
    }
    return left;
  }
}
