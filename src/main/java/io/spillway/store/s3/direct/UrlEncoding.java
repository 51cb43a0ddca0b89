package io.spillway.store.s3.direct;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** The encoding of keys in listings, which carries characters that XML cannot. */
final class UrlEncoding {
  private UrlEncoding() {}

  /** Returns a listing with its keys decoded, if the server encoded them. */
  static ListObjectsV2Response decoded(ListObjectsV2Response listed) {
    if (listed.encodingType() != EncodingType.URL) {
      return listed;
    }
    return listed.toBuilder()
        .delimiter(decoded(listed.delimiter()))
        .prefix(decoded(listed.prefix()))
        .startAfter(decoded(listed.startAfter()))
        .contents(decoded(listed.contents()))
        .commonPrefixes(decodedPrefixes(listed.commonPrefixes()))
        .build();
  }

  private static List<S3Object> decoded(List<S3Object> objects) {
    return objects.stream()
        .map(object -> object.toBuilder().key(decoded(object.key())).build())
        .toList();
  }

  private static List<CommonPrefix> decodedPrefixes(List<CommonPrefix> prefixes) {
    return prefixes.stream()
        .map(folder -> folder.toBuilder().prefix(decoded(folder.prefix())).build())
        .toList();
  }

  private static @Nullable String decoded(@Nullable String text) {
    return text == null || (text.indexOf('%') < 0 && text.indexOf('+') < 0)
        ? text
        : SdkHttpUtils.urlDecode(text);
  }
}
