package io.spillway.object.copy;

import io.spillway.destination.Prefix;
import io.spillway.object.Entry;
import io.spillway.store.Attributes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The attributes of an entry's object at the destination.
 *
 * <p>lakeFS stores the metadata of objects from its S3 gateway as {@code X-Amz-Meta-name}, and of
 * others as {@code name}; both are {@code name} for S3. Names under {@code ::lakefs::} are lakeFS's
 * own notes. They are not sent, because as headers they would break the signature.
 *
 * @param attributes the attributes to send
 * @param dropped whether some metadata is left out because the destination cannot hold it
 */
public record EntryAttributes(Attributes attributes, boolean dropped) {
  private static final String GATEWAY_PREFIX = "x-amz-meta-";
  private static final String LAKEFS_PREFIX = "::lakefs::";

  /**
   * Returns the attributes to send for an entry.
   *
   * @throws IllegalArgumentException if two of its metadata names are equal for S3 and have
   *     different values
   */
  static Attributes of(Entry entry) {
    Map<String, String> metadata = new TreeMap<>();
    entry
        .metadata()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!lower.startsWith(LAKEFS_PREFIX)) {
                String clean =
                    lower.startsWith(GATEWAY_PREFIX)
                        ? lower.substring(GATEWAY_PREFIX.length())
                        : lower;
                String other = metadata.put(clean, value);
                if (other != null && !other.equals(value)) {
                  throw new IllegalArgumentException(
                      "has the metadata '" + clean + "' twice, and S3 holds it once");
                }
              }
            });
    return new Attributes(entry.contentType(), metadata);
  }

  /**
   * Returns why the entry can never be exported to that destination, or empty if it can. Sends no
   * request.
   */
  public static Optional<String> objection(Entry entry, Prefix destination, MetadataPolicy policy) {
    try {
      return destination.objection(entry.path(), fit(entry, destination, policy).attributes());
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /**
   * Returns the attributes to send for an entry to that destination.
   *
   * @throws IllegalArgumentException if the policy allows no way to send its metadata
   */
  static EntryAttributes fit(Entry entry, Prefix destination, MetadataPolicy policy) {
    if (policy == MetadataPolicy.STRICT) {
      return new EntryAttributes(of(entry), false);
    }
    String type = fittingType(entry, destination);
    if (entry.metadata().isEmpty()) {
      return new EntryAttributes(Attributes.ofType(type), !type.equals(entry.contentType()));
    }
    Map<String, String> kept = new TreeMap<>();
    Map<String, String> names = new TreeMap<>(entry.metadata());
    names.forEach(
        (name, value) -> {
          Entry single = entry.withMetadata(Map.of(name, value));
          Attributes alone = new Attributes(type, of(single).metadata());
          if (destination.objection(entry.path(), alone).isEmpty()) {
            of(single).metadata().forEach(kept::putIfAbsent);
          }
        });
    Attributes attributes = new Attributes(type, kept);
    boolean fits = destination.objection(entry.path(), attributes).isEmpty();
    Attributes sent = fits ? attributes : Attributes.ofType(type);
    return new EntryAttributes(sent, lacksSome(sent, entry) || !type.equals(entry.contentType()));
  }

  /** Returns the content type, or none if the destination can hold the object only without it. */
  private static String fittingType(Entry entry, Prefix destination) {
    String type = entry.contentType();
    boolean fits =
        destination.objection(entry.path(), Attributes.ofType(type)).isEmpty()
            || destination.objection(entry.path(), Attributes.NONE).isPresent();
    return fits ? type : "";
  }

  /**
   * Returns whether some metadata is not sent. Two spellings of one name with equal values count as
   * one.
   */
  private static boolean lacksSome(Attributes sent, Entry entry) {
    return entry.metadata().entrySet().stream()
        .map(each -> of(entry.withMetadata(Map.ofEntries(each))).metadata())
        .anyMatch(single -> !sent.metadata().entrySet().containsAll(single.entrySet()));
  }
}
