package io.spillway.object;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import java.util.Map;

/**
 * One object of a commit, as a range file or the listing has it.
 *
 * @param key the path in the repository, raw bytes that should be UTF-8
 * @param address where the data lies: a whole address ({@code s3://…}), or a path in the
 *     repository's storage namespace
 * @param relative whether the address is a path in the storage namespace
 * @param size bytes
 * @param checksum hexadecimal; usually the content's MD5, but a multipart upload's tag cut short
 *     looks just like one
 * @param modified when it was written, in seconds since 1970
 * @param metadata user metadata as lakeFS keeps it, {@code ::lakefs::} keys included; names may
 *     begin with {@code X-Amz-Meta-}
 * @param contentType the media type, empty for none
 * @param identity what lakeFS compares to tell whether an object changed; empty from a listing,
 *     which does not have it
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

  /** The key as text. */
  public String path() {
    return key.text();
  }

  /**
   * Where the data lies.
   *
   * @param storageNamespace of the entry's repository
   */
  public Location location(Location storageNamespace) {
    return relative ? storageNamespace.resolve(address) : StorageAddress.parse(address);
  }

  /**
   * Whether another entry of the same key stands for the same object: size, checksum, user metadata
   * and content type. Where the data lies, and since when, makes no difference.
   */
  public boolean isSameObject(Entry other) {
    return (identity.length() > 0 && identity.equals(other.identity))
        || (size == other.size
            && checksum.equals(other.checksum)
            && contentType.equals(other.contentType)
            && metadata.equals(other.metadata));
  }

  /** The same entry with other user metadata. */
  public Entry withMetadata(Map<String, String> other) {
    return new Entry(
        key, address, relative, size, checksum, modified, other, contentType, identity);
  }
}
