package io.spillway.store;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The attributes that an object carries besides its bytes.
 *
 * @param contentType the media type; empty for the store's own default
 * @param metadata user metadata, keys as the store's users see them (without {@code x-amz-meta-});
 *     S3 returns them in lower case
 */
public record Attributes(String contentType, Map<String, String> metadata) implements Serializable {
  /** Attributes without a content type and without metadata. */
  public static final Attributes NONE = new Attributes("", Map.of());

  public Attributes {
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /** Returns attributes with a content type and no metadata. */
  public static Attributes ofType(String contentType) {
    return new Attributes(contentType, Map.of());
  }
}
