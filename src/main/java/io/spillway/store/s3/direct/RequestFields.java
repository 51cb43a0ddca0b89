package io.spillway.store.s3.direct;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TraitType;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.utils.DateUtils;

/**
 * The headers and query parameters of the SDK's requests, as the fields of its models describe
 * them, so that a header that AWS adds needs no code.
 */
final class RequestFields {
  /** Fields that are written elsewhere: in the path, as the source of a copy, as the body. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "Bucket",
          "Key",
          "DestinationBucket",
          "DestinationKey",
          "SourceBucket",
          "SourceKey",
          "SourceVersionId",
          "Delete");

  /** Fields that ask the SDK to compute or to verify checksums. */
  private static final Set<String> OF_CHECKSUMS = Set.of("ChecksumAlgorithm", "ChecksumMode");

  private static final Map<Class<?>, List<RequestFields>> KNOWN = new ConcurrentHashMap<>();

  private final SdkField<?> field;
  private final String name;
  private final Kind kind;

  private enum Kind {
    HEADER,
    QUERY,
    NOT_SUPPORTED
  }

  private RequestFields(SdkField<?> field) {
    this.field = field;
    MarshallLocation location = field.location();
    boolean isHeader = location == MarshallLocation.HEADER;
    if (OF_CHECKSUMS.contains(field.memberName())) {
      kind = Kind.NOT_SUPPORTED;
    } else if (isHeader) {
      kind = Kind.HEADER;
    } else {
      kind = location == MarshallLocation.QUERY_PARAM ? Kind.QUERY : Kind.NOT_SUPPORTED;
    }
    name = isHeader ? field.locationName().toLowerCase(Locale.ROOT) : field.locationName();
  }

  /**
   * Writes all fields that are set.
   *
   * @param headers headers by their names in lower case
   * @return whether all of them could be written
   */
  static boolean write(
      S3Request request, SortedMap<String, String> headers, SortedMap<String, String> query) {
    for (RequestFields field : KNOWN.computeIfAbsent(request.getClass(), type -> of(request))) {
      Object value = field.field.getValueOrDefault(request);
      if (value != null && !field.write(value, headers, query)) {
        return false;
      }
    }
    return true;
  }

  private static List<RequestFields> of(S3Request request) {
    List<RequestFields> fields = new ArrayList<>();
    for (SdkField<?> field : request.sdkFields()) {
      if (!ELSEWHERE.contains(field.memberName())) {
        fields.add(new RequestFields(field));
      }
    }
    return List.copyOf(fields);
  }

  private boolean write(
      Object value, SortedMap<String, String> headers, SortedMap<String, String> query) {
    if (value instanceof Map<?, ?> map && kind == Kind.HEADER) {
      return writeAll(map, headers);
    }
    if (value instanceof List<?> list && list.isEmpty()) {
      return true;
    }
    String text = text(value);
    if (text == null || kind == Kind.NOT_SUPPORTED) {
      return false;
    }
    (kind == Kind.HEADER ? headers : query).put(name, text);
    return true;
  }

  private boolean writeAll(Map<?, ?> map, SortedMap<String, String> headers) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey()).trim().toLowerCase(Locale.ROOT);
      String header = key.startsWith(name) ? key : name + key;
      if (!(entry.getValue() instanceof String text) || headers.put(header, text) != null) {
        return false;
      }
    }
    return true;
  }

  private @Nullable String text(Object value) {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Instant time && kind == Kind.HEADER && isRfc822()) {
      return DateUtils.formatRfc822Date(time);
    }
    return null;
  }

  private boolean isRfc822() {
    return field
        .getOptionalTrait(TimestampFormatTrait.class, TraitType.TIMESTAMP_FORMAT_TRAIT)
        .map(trait -> trait.format() == TimestampFormatTrait.Format.RFC_822)
        .orElse(true);
  }
}
