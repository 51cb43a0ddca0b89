package io.spillway.object;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import java.util.Map;

/**
 * One object of a commit, as a range file or the listing describes it.
 *
 * @param key the path in the repository, raw bytes that should be UTF-8
 * @param address the location of the data: a whole address ({@code s3://…}), or a path in the
 *     repository's storage namespace
 * @param relative whether the address is a path in the storage namespace
 * @param size bytes
 * @param checksum hexadecimal digits; usually the MD5 of the content, but a truncated tag of a
 *     multipart upload looks just like one
 * @param modified the time of writing, in seconds since 1970
 * @param metadata user metadata as lakeFS stores it, {@code ::lakefs::} keys included; names may
 *     begin with {@code X-Amz-Meta-}
 * @param contentType the media type, empty for none
 * @param identity the value that lakeFS compares to detect a changed object; empty for an entry of
 *     a listing, because listings do not contain it
 */
public record Entry(
    Bytes key,
    String address,
    boolean relative,
    long size,
    String checksum,
    long modified,
    Map<String, String> metadata,
    String contentType,
    Bytes identity) {

  public Entry {
    if (size < 0) {
      throw new IllegalArgumentException("Invalid size " + size + " of " + key);
    }
    metadata = Map.copyOf(metadata);
  }

  /** Returns the key as text. */
  public String path() {
    return key.text();
  }

  /**
   * Returns the location of the data.
   *
   * @param storageNamespace the storage namespace of the entry's repository
   */
  public Location location(Location storageNamespace) {
    return relative ? storageNamespace.resolve(address) : StorageAddress.parse(address);
  }

  /**
   * Returns whether another entry of the same key stands for the same object: size, checksum, user
   * metadata and content type are equal. The location and the modification time of the data make no
   * difference.
   */
  public boolean isSameObject(Entry other) {
    return (identity.length() > 0 && identity.equals(other.identity))
        || (size == other.size
            && checksum.equals(other.checksum)
            && contentType.equals(other.contentType)
            && metadata.equals(other.metadata));
  }

  /** Returns a copy with other user metadata. */
  public Entry withMetadata(Map<String, String> other) {
    return new Entry(
        key, address, relative, size, checksum, modified, other, contentType, identity);
  }
}
