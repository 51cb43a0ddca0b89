package io.spillway.store.s3;

import io.spillway.base.Bytes;
import io.spillway.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * The folders directly below a prefix of a bucket, listed with a delimiter, a thousand at a time.
 */
final class S3Folders {
  private S3Folders() {}

  /**
   * Returns the names of the folders in the order of the keys in them.
   *
   * @param prefix a key prefix that ends with a slash
   * @throws StoreException if the server refuses, or truncates the listing without a continuation
   */
  static List<String> of(S3Calls calls, String prefix) throws StoreException {
    List<String> names = new ArrayList<>();
    String continuation = null;
    try {
      do {
        ListObjectsV2Response page = page(calls, prefix, continuation);
        for (CommonPrefix folder : page.commonPrefixes()) {
          names.add(folder.prefix().substring(prefix.length(), folder.prefix().length() - 1));
        }
        continuation = next(calls, prefix, page);
      } while (continuation != null);
    } catch (SdkException e) {
      throw calls.explained("list", prefix, false, e);
    }
    names.sort(Comparator.comparing(name -> Bytes.of(name + "/")));
    return names;
  }

  private static ListObjectsV2Response page(
      S3Calls calls, String prefix, @Nullable String continuation) {
    return calls
        .s3()
        .listObjectsV2(
            request ->
                request
                    .bucket(calls.bucket())
                    .prefix(prefix)
                    .delimiter("/")
                    // Keys may hold characters that XML cannot; the SDK decodes them again.
                    .encodingType(EncodingType.URL)
                    .continuationToken(continuation));
  }

  private static @Nullable String next(S3Calls calls, String prefix, ListObjectsV2Response page)
      throws StoreException {
    boolean hasMore = Boolean.TRUE.equals(page.isTruncated());
    boolean isListing = page.isTruncated() != null || page.name() != null;
    if (!isListing || (hasMore && page.nextContinuationToken() == null)) {
      throw new StoreException(
          StoreException.Reason.REFUSED,
          "Cannot list "
              + calls.name(prefix)
              + ": the answer "
              + (isListing
                  ? "says that there is more, and not where it goes on."
                  : "is not a listing."));
    }
    return hasMore ? page.nextContinuationToken() : null;
  }
}
