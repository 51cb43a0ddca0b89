package io.spillway.object.copy;

import io.spillway.destination.Prefix;
import io.spillway.object.Entry;
import io.spillway.store.Attributes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an entry's object carries at the destination.
 *
 * <p>lakeFS keeps the metadata of objects that came through its S3 gateway as {@code
 * X-Amz-Meta-name}, of others as {@code name}; both are {@code name} for S3. Names under {@code
 * ::lakefs::} are lakeFS's own notes, and as a header they would break the signature.
 *
 * @param attributes what to send
 * @param dropped whether the destination cannot hold some of the metadata, which is left out
 */
public record EntryAttributes(Attributes attributes, boolean dropped) {
  private static final String GATEWAY_PREFIX = "x-amz-meta-";
  private static final String LAKEFS_PREFIX = "::lakefs::";

  /**
   * What to send for an entry.
   *
   * @throws IllegalArgumentException when two of its names are one for S3 and they hold different
   *     values
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

  /** Why the entry can never be exported to that destination, or nothing. Asks no server. */
  public static Optional<String> objection(Entry entry, Prefix destination, MetadataPolicy policy) {
    try {
      return destination.objection(entry.path(), fit(entry, destination, policy).attributes());
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /**
   * What to send for an entry to that destination.
   *
   * @throws IllegalArgumentException when its metadata can be sent in no way that the policy allows
   */
  static EntryAttributes fit(Entry entry, Prefix destination, MetadataPolicy policy) {
    if (policy == MetadataPolicy.STRICT || entry.metadata().isEmpty()) {
      return new EntryAttributes(of(entry), false);
    }
    Map<String, String> kept = new TreeMap<>();
    Map<String, String> names = new TreeMap<>(entry.metadata());
    names.forEach(
        (name, value) -> {
          Entry single = entry.withMetadata(Map.of(name, value));
          if (destination.objection(entry.path(), of(single)).isEmpty()) {
            of(single).metadata().forEach(kept::putIfAbsent);
          }
        });
    Attributes attributes = new Attributes(entry.contentType(), kept);
    boolean fits = destination.objection(entry.path(), attributes).isEmpty();
    Attributes sent = fits ? attributes : Attributes.ofType(entry.contentType());
    return new EntryAttributes(sent, lacksSome(sent, entry));
  }

  /** Two spellings of one name with one value are one, and nothing is lost by sending one. */
  private static boolean lacksSome(Attributes sent, Entry entry) {
    return entry.metadata().entrySet().stream()
        .map(each -> of(entry.withMetadata(Map.ofEntries(each))).metadata())
        .anyMatch(single -> !sent.metadata().entrySet().containsAll(single.entrySet()));
  }
}
