package io.spillway.object;

import io.spillway.base.Location;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The location of an entry's data, and the permitted way to read it.
 *
 * @param location the location of the data
 * @param isDirect whether this job may open the data; if not, only the source's own server does
 * @param isImported whether the data lies outside the source's own storage
 * @param folder the folder that symbolic links below it must not lead out of; null if the storage
 *     has no links
 */
public record SourceAddress(
    Location location, boolean isDirect, boolean isImported, @Nullable Location folder) {

  /** Returns an address in the source's own storage. */
  public static SourceAddress own(Location location) {
    return new SourceAddress(location, true, false, null);
  }

  /** Returns an address outside the source's own storage that may be opened. */
  public static SourceAddress imported(Location location) {
    return new SourceAddress(location, true, true, null);
  }

  /** Returns an address that only the source's own server reads. */
  public static SourceAddress throughServer(Location location, boolean isImported) {
    return new SourceAddress(location, false, isImported, null);
  }

  /** Returns the address of a file that must be read without leaving a folder. */
  public static SourceAddress below(Location folder, Location file, boolean isImported) {
    return new SourceAddress(file, true, isImported, folder);
  }

  /** Returns the bucket or file system that holds the data. */
  public Location container() {
    return location.container();
  }

  /**
   * Returns the bucket or file system under the canonical scheme of its storage, for example {@code
   * s3://bucket/}.
   */
  public String bucket() {
    return new Location(location.family(), location.authority(), "").toString();
  }

  /** Returns whether this job may open the data and has a store that can. */
  public boolean isServed(Stores stores) {
    return isDirect && stores.serves(location.scheme());
  }

  /** Returns the store that serves the data. */
  public ObjectStore open(Stores stores) {
    if (!isDirect) {
      throw new IllegalStateException("Invalid read of " + location + ": it is the server's alone");
    }
    return (folder == null ? stores : stores.confinedTo(folder)).open(location);
  }

  /** Returns the location alone, for messages. */
  @Override
  public String toString() {
    return location.toString();
  }
}
