package io.spillway.store.s3;

import io.spillway.base.Bytes;
import io.spillway.store.Attributes;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of a bucket with a prefix that come after a key, a thousand at a time.
 *
 * <p>Some servers ignore {@code start-after} or interpret it differently: objects that are not
 * after the key are skipped. Some servers report that the listing continues but not where: then the
 * next page begins after the last key.
 */
final class S3Listing implements Iterator<StoredObject> {
  private final S3Calls calls;
  private final String prefix;
  private @Nullable String startAfter;
  private final Bytes after;
  private Bytes reached = Bytes.EMPTY;
  private Iterator<S3Object> page = List.<S3Object>of().iterator();
  private @Nullable String continuation;
  private @Nullable StoredObject next;
  private boolean hasMore;

  S3Listing(S3Calls calls, String prefix, String after) {
    this.calls = calls;
    this.prefix = prefix;
    this.after = Bytes.of(after);
    boolean past = this.after.compareTo(Bytes.of(prefix)) >= 0;
    this.startAfter = past && !after.isEmpty() ? after : null;
    // Everything with the prefix comes before the key: no request is needed.
    this.hasMore = !past || after.startsWith(prefix);
  }

  @Override
  public boolean hasNext() {
    while (next == null && (page.hasNext() || hasMore)) {
      advance();
    }
    return next != null;
  }

  @Override
  public StoredObject next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    StoredObject object = Objects.requireNonNull(next);
    next = null;
    return object;
  }

  private void advance() {
    if (!page.hasNext()) {
      turn();
      return;
    }
    S3Object object = page.next();
    if (startAfter == null || Bytes.of(object.key()).compareTo(after) > 0) {
      next =
          new StoredObject(
              object.key(), object.size(), S3Calls.unquoted(object.eTag()), false, Attributes.NONE);
    }
  }

  /** Continues after the last key of a page; ending here would truncate the listing silently. */
  private void goOnAfter(List<S3Object> listed) {
    String last = listed.isEmpty() ? "" : listed.get(listed.size() - 1).key();
    if (Bytes.of(last).compareTo(reached) <= 0) {
      throw cut("the answer says that there is more, and not where it goes on");
    }
    reached = Bytes.of(last);
    startAfter = last;
  }

  private UncheckedIOException cut(String why) {
    return new UncheckedIOException(
        new StoreException(
            StoreException.Reason.REFUSED, "Cannot list " + calls.name(prefix) + ": " + why + "."));
  }

  private void turn() {
    try {
      ListObjectsV2Response listed =
          calls
              .s3()
              .listObjectsV2(
                  request ->
                      // Keys may hold characters that XML cannot; the SDK decodes them again.
                      request
                          .bucket(calls.bucket())
                          .prefix(prefix)
                          .encodingType(EncodingType.URL)
                          .startAfter(continuation == null ? startAfter : null)
                          .continuationToken(continuation));
      if (listed.isTruncated() == null && listed.name() == null) {
        throw cut("the answer is not a listing");
      }
      page = listed.contents().iterator();
      hasMore = Boolean.TRUE.equals(listed.isTruncated());
      continuation = hasMore ? listed.nextContinuationToken() : null;
      if (hasMore && continuation == null) {
        goOnAfter(listed.contents());
      }
    } catch (SdkException e) {
      throw new UncheckedIOException(calls.explained("list", prefix, false, e));
    }
  }
}
