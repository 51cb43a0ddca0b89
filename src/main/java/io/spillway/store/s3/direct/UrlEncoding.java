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
    ListObjectsV2Response.Builder decoded =
        listed.toBuilder()
            .delimiter(decoded(listed.delimiter()))
            .prefix(decoded(listed.prefix()))
            .startAfter(decoded(listed.startAfter()));
    if (listed.hasContents()) {
      List<S3Object> objects =
          listed.contents().stream()
              .map(object -> object.toBuilder().key(decoded(object.key())).build())
              .toList();
      decoded.contents(objects);
    }
    if (listed.hasCommonPrefixes()) {
      List<CommonPrefix> prefixes =
          listed.commonPrefixes().stream()
              .map(folder -> folder.toBuilder().prefix(decoded(folder.prefix())).build())
              .toList();
      decoded.commonPrefixes(prefixes);
    }
    return decoded.build();
  }

  private static @Nullable String decoded(@Nullable String text) {
    return text == null || (text.indexOf('%') < 0 && text.indexOf('+') < 0)
        ? text
        : SdkHttpUtils.urlDecode(text);
  }
}
