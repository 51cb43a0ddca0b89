package io.spillway.store.s3;

import io.spillway.store.Attributes;
import io.spillway.store.StoredObject;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of a bucket by a prefix, a thousand at a time. */
final class S3Listing implements Iterator<StoredObject> {
  private final S3Calls calls;
  private final String prefix;
  private Iterator<S3Object> page = List.<S3Object>of().iterator();
  private @Nullable String continuation;
  private boolean begun;

  S3Listing(S3Calls calls, String prefix) {
    this.calls = calls;
    this.prefix = prefix;
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && (!begun || continuation != null)) {
      turn();
    }
    return page.hasNext();
  }

  @Override
  public StoredObject next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    S3Object object = page.next();
    return new StoredObject(
        object.key(), object.size(), S3Calls.unquoted(object.eTag()), false, Attributes.NONE);
  }

  private void turn() {
    try {
      ListObjectsV2Response listed =
          calls
              .s3()
              .listObjectsV2(
                  request ->
                      // Keys may hold what XML cannot; the SDK decodes them again.
                      request
                          .bucket(calls.bucket())
                          .prefix(prefix)
                          .encodingType(EncodingType.URL)
                          .continuationToken(continuation));
      begun = true;
      page = listed.contents().iterator();
      continuation =
          Boolean.TRUE.equals(listed.isTruncated()) ? listed.nextContinuationToken() : null;
    } catch (SdkException e) {
      throw new UncheckedIOException(calls.explained("list", prefix, false, e));
    }
  }
}
