package io.spillway.object;

import io.spillway.base.Location;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Where an entry's data lies, and how it may be read there.
 *
 * @param location of the data
 * @param isDirect whether this job may open it; else only the source's own server does
 * @param isImported whether it lies outside the source's own storage
 * @param folder that no symbolic link below it may lead out of; null where there are no links
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

  /** Returns the address of a file that is read without leaving a folder. */
  public static SourceAddress below(Location folder, Location file, boolean isImported) {
    return new SourceAddress(file, true, isImported, folder);
  }

  /** Returns the bucket or file system that the data lies in. */
  public Location container() {
    return location.container();
  }

  /** Returns the same by the one name of its kind of storage, say {@code s3://bucket/}. */
  public String bucket() {
    return new Location(location.family(), location.authority(), "").toString();
  }

  /** Returns whether this job may open it, and has a store that can. */
  public boolean isServed(Stores stores) {
    return isDirect && stores.serves(location.scheme());
  }

  /** Returns the store that the data is read from. */
  public ObjectStore open(Stores stores) {
    if (!isDirect) {
      throw new IllegalStateException("Invalid read of " + location + ": it is the server's alone");
    }
    return (folder == null ? stores : stores.confinedTo(folder)).open(location);
  }

  /** The location alone, for messages. */
  @Override
  public String toString() {
    return location.toString();
  }
}
