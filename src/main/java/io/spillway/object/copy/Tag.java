package io.spillway.object.copy;

import io.spillway.store.StoredObject;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The meaning of S3's tags: 32 hexadecimal digits look like an MD5; with {@code -N} appended they
 * stand for N parts.
 */
public final class Tag {
  private static final Pattern PLAIN = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern OF_PARTS = Pattern.compile("[0-9a-f]{32}-[0-9]+");

  private Tag() {}

  public static boolean isPlain(String tag) {
    return PLAIN.matcher(tag.toLowerCase(Locale.ROOT)).matches();
  }

  public static boolean isOfParts(String tag) {
    return OF_PARTS.matcher(tag.toLowerCase(Locale.ROOT)).matches();
  }

  /** Returns whether the store's tag is made of the MD5s of parts. */
  static boolean isOfParts(StoredObject object) {
    return !object.opaqueEtag() && isOfParts(object.etag());
  }

  /** Returns whether two tags are equal, ignoring the case of hexadecimal digits. */
  public static boolean same(String one, String other) {
    return one.equalsIgnoreCase(other);
  }

  /**
   * Returns whether the checksum was taken from the store's tag: both are equal, or the tag has the
   * number of parts appended, which lakeFS cuts off.
   */
  static boolean standsFor(StoredObject object, String checksum) {
    String tag = object.etag();
    return (!object.opaqueEtag() && same(tag, checksum))
        || (isOfParts(object) && same(tag.substring(0, tag.indexOf('-')), checksum));
  }

  /**
   * Returns whether the store's tag is evidence that the object is not the one that the checksum
   * was taken from. A checksum of parts is the tag at that time. A checksum that lakeFS cut, or an
   * MD5 that lakeFS computed itself, contradicts no tag of parts.
   */
  public static boolean contradicts(StoredObject object, String checksum) {
    boolean comparable =
        isOfParts(object.etag()) || (isPlain(object.etag()) && !object.opaqueEtag());
    return isOfParts(checksum) && comparable && !same(object.etag(), checksum);
  }

  /**
   * Returns whether the store's tag can be the MD5 of the content: it is neither made of parts nor
   * declared opaque.
   */
  public static boolean mayBeMd5(StoredObject object) {
    return !object.opaqueEtag() && isPlain(object.etag());
  }
}
