package io.spillway.store;

import static io.spillway.store.StoreException.Reason.REFUSED;

import io.spillway.base.Bytes;
import io.spillway.base.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * A base for stores that keep each object as a file in folders. Such a store copies nothing itself
 * and keeps no attributes.
 */
public abstract class FolderStore implements ObjectStore {
  /** The precision of modification times on some file systems. */
  protected static final Duration ROUNDED = Duration.ofSeconds(1);

  /** Returns whether the settings ask for writes that are forced to disk. */
  protected static boolean forces(Settings settings) {
    return !settings.find(Writing.FSYNC).equals(Optional.of("false"));
  }

  /** Returns whether writes survive a power failure once they are acknowledged. */
  protected abstract boolean isForced();

  /**
   * {@inheritDoc} Returns {@code fsync=false} if files are not forced: an export that forces its
   * files does not trust such files.
   */
  @Override
  public Map<String, String> chosenForWrites() {
    return isForced() ? Map.of() : Map.of("fsync", "false");
  }

  /**
   * Requires that an object has bytes from an offset on, or ends there.
   *
   * @throws StoreException {@code REFUSED} if it does not
   */
  protected final void requireWithin(String key, long offset, long size) throws StoreException {
    if (offset < 0 || offset > size) {
      throw new StoreException(
          REFUSED,
          "Cannot read "
              + container().resolve(key)
              + " from byte "
              + offset
              + ": it has "
              + size
              + ".");
    }
  }

  /**
   * {@inheritDoc} Always returns false: a copy by the file system proves nothing about the bytes,
   * and streaming them does.
   */
  @Override
  public boolean reaches(ObjectStore source) {
    return false;
  }

  @Override
  public WrittenObject copy(
      ObjectStore source,
      String sourceKey,
      String ifMatch,
      long size,
      String key,
      Attributes attributes)
      throws IOException {
    throw new StoreException(
        REFUSED,
        "Cannot copy to "
            + container().resolve(key)
            + " inside a server: a file system has no such request, read and write instead.");
  }

  /** {@inheritDoc} Returns it without reading folders that lie wholly before {@code after}. */
  @Override
  public Iterator<StoredObject> list(String prefix, String after) throws IOException {
    int slash = prefix.lastIndexOf('/');
    String above = prefix.substring(0, slash + 1);
    boolean passes = after.startsWith(above);
    if (slash == 0 || (!passes && Bytes.of(after).compareTo(Bytes.of(above)) > 0)) {
      return Collections.emptyIterator();
    }
    return list(
        prefix.substring(0, Math.max(0, slash)),
        prefix.substring(slash + 1),
        passes ? after.substring(above.length()) : "");
  }

  /**
   * Lists the objects below a folder.
   *
   * @param folder the key of the folder; empty for the top
   * @param namePrefix the prefix of the names in the folder
   * @param after the exclusive lower bound of the keys, relative to the folder; empty for all
   */
  protected abstract Iterator<StoredObject> list(String folder, String namePrefix, String after)
      throws IOException;

  @Override
  public Optional<String> objection(String key, Attributes attributes) {
    return Optional.empty();
  }

  @Override
  public boolean hasFolders() {
    return true;
  }

  @Override
  public boolean keepsAttributes() {
    return false;
  }

  /** {@inheritDoc} Closes nothing: an open file system is shared with other stores. */
  @Override
  public void close() {
    // The store holds no resource of its own.
  }

  @Override
  public String toString() {
    return container().toString();
  }
}
