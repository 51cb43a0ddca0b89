package io.spillway.store.s3.direct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The headers of answers in the SDK's models, as their fields describe them. */
final class HeaderModel {
  private static final Map<Class<?>, HeaderModel> KNOWN = new ConcurrentHashMap<>();

  /** Some headers have two fields: the date that they should be, and the text that they are. */
  private final Map<String, List<SdkField<?>>> fields = new HashMap<>();

  private final List<SdkField<?>> prefixes = new ArrayList<>();

  private HeaderModel(SdkPojo builder) {
    for (SdkField<?> field : builder.sdkFields()) {
      if (field.location() != MarshallLocation.HEADER) {
        continue;
      }
      if (field.marshallingType() == MarshallingType.MAP) {
        prefixes.add(field);
      } else {
        fields
            .computeIfAbsent(
                field.locationName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
            .add(field);
      }
    }
  }

  /** Reads all headers of an answer into its builder. */
  static void read(SdkHttpResponse answer, SdkPojo builder) {
    KNOWN
        .computeIfAbsent(builder.getClass(), type -> new HeaderModel(builder))
        .fill(answer, builder);
  }

  private void fill(SdkHttpResponse answer, SdkPojo builder) {
    Map<SdkField<?>, Map<String, String>> maps = new HashMap<>();
    prefixes.forEach(prefix -> maps.put(prefix, new HashMap<>()));
    answer.forEachHeader(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          List<SdkField<?>> named = fields.get(lower);
          if (named != null) {
            named.forEach(field -> field.set(builder, value(field, values)));
            return;
          }
          maps.forEach(
              (prefix, map) -> {
                if (lower.startsWith(prefix.locationName().toLowerCase(Locale.ROOT))) {
                  map.put(name.substring(prefix.locationName().length()), String.join(",", values));
                }
              });
        });
    maps.forEach((prefix, map) -> prefix.set(builder, map));
  }

  private static @Nullable Object value(SdkField<?> field, List<String> values) {
    if (field.marshallingType() == MarshallingType.LIST) {
      return values;
    }
    try {
      return values.isEmpty() ? null : FieldValues.parsed(field, values.get(0));
    } catch (SdkClientException e) {
      if (field.ignoreDataTypeConversionFailures()) {
        return null;
      }
      throw e;
    }
  }
}
