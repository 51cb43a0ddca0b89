package io.spillway.destination;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.LedgerPointer;
import io.spillway.ledger.Marker;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A prefix of an object store, or a directory. The key {@code key} of a commit is exported to
 * {@code <root>/key}, without case folding or other changes.
 *
 * @param root the location of the data
 * @param forbidden the location where nothing may be written: the source's own storage, which the
 *     export reads, or the ledger's folder
 * @param forbiddenName the name of the forbidden location for messages
 * @param stores opens the root
 * @param export the run that writes here
 */
public record Prefix(
    Location root, Location forbidden, String forbiddenName, Stores stores, ExportId export)
    implements Leftovers, Serializable {
  /** The name of Spillway's own folder at the root. */
  public static final String OWN_FOLDER = LedgerPointer.OWN_FOLDER;

  private static final String EXPORTS = OWN_FOLDER + "/exports/";
  private static final String TMP = "tmp";
  private static final String FLAG = "driver";

  /** The maximum number of deletes in one request. */
  public static final int BATCH = 1_000;

  /** Returns a prefix for one run. The run's temporary files are in their own folder. */
  public static Prefix of(Location root, Location forbidden, Stores stores, ExportId export) {
    return of(root, forbidden, "the repository's own storage namespace", stores, export);
  }

  /** Returns a prefix for one run of an export of rows, whose files must not be in the ledger. */
  public static Prefix ofRows(Location root, Location ledger, Stores stores, ExportId export) {
    return of(root, ledger, "the ledger's folder", stores, export);
  }

  private static Prefix of(
      Location root, Location forbidden, String name, Stores stores, ExportId export) {
    return new Prefix(root, forbidden, name, stores.within(root, temporary(export)), export);
  }

  private static String temporary(ExportId export) {
    return EXPORTS + export + "/" + TMP;
  }

  /** Returns the store of the root. */
  public ObjectStore store() {
    return stores.open(root);
  }

  /** Returns the full key in the store for a commit's key. */
  public String key(String path) {
    return root.resolve(path).path();
  }

  /**
   * Returns the reason why an object can never be exported here, or empty. Sends no request.
   *
   * @param path the object's key in a commit
   */
  public Optional<String> objection(String path, Attributes attributes) {
    if (path.equals(OWN_FOLDER) || path.startsWith(OWN_FOLDER + "/")) {
      return Optional.of("lies in _spillway/, where Spillway keeps its records");
    }
    if (Marker.isNameOfOne(path)) {
      return Optional.of("has the name of an export's marker");
    }
    if (root.resolve(path).isWithin(forbidden)) {
      return Optional.of("would be written into " + forbiddenName);
    }
    return store().objection(key(path), attributes);
  }

  /**
   * Returns the objects at the root by their keys in a commit, in key order, without Spillway's own
   * folder and markers. Failures surface as {@link java.io.UncheckedIOException}.
   *
   * @param after only keys after this one are returned
   */
  public Iterator<Found> objects(Bytes after) throws IOException {
    return new RootListing(this, after);
  }

  /** Writes the flag file that {@link #requireShared} checks, on a file system. */
  @Override
  public void raiseFlag() throws IOException {
    if (root.scheme().equals("file")) {
      store().write(flag(), Body.of(new byte[0]), Attributes.NONE);
    }
  }

  /**
   * Checks that this worker writes to the folder in which the driver signs. If workers wrote to
   * folders on their own disks, the driver would sign an export that is spread over many of them.
   *
   * @throws IOException if this worker does not see the driver's folder
   */
  public void requireShared() throws IOException {
    if (root.scheme().equals("file") && store().stat(flag()).isEmpty()) {
      throw new IOException(
          "Worker "
              + hostName()
              + " does not see the driver's "
              + root
              + ": on a cluster a file:// destination must be a folder that all machines share");
    }
  }

  private String flag() {
    return root.resolve(temporary(export) + "/" + FLAG).path();
  }

  /**
   * Aborts unfinished uploads of this run and removes its temporary files. Called at the end of the
   * run.
   *
   * @throws StoreException that names the first object that could not be removed
   */
  public void sweep() throws IOException {
    sweep(export);
  }

  /**
   * Sweeps up after another run, which no longer writes because its lease was taken over.
   *
   * @throws StoreException that names the first object that could not be removed
   */
  @Override
  public void sweep(ExportId ended) throws IOException {
    String folder = root.resolve(temporary(ended)).path();
    Iterator<StoredObject> left = store().list(folder + "/");
    while (left.hasNext()) {
      sweep(next(left));
    }
    if (store().hasFolders()) {
      store().delete(folder);
    }
  }

  private static List<String> next(Iterator<StoredObject> left) {
    List<String> keys = new ArrayList<>();
    while (left.hasNext() && keys.size() < ObjectStore.DELETED_AT_ONCE) {
      keys.add(left.next().key());
    }
    return keys;
  }

  /**
   * Returns the runs that have left temporary files, by a listing of Spillway's own folder. Used
   * only if no other record names them.
   */
  @Override
  public Set<ExportId> unswept() throws IOException {
    String exports = root.resolve(EXPORTS).path();
    Set<ExportId> found = new LinkedHashSet<>();
    Iterator<StoredObject> listed = store().list(exports);
    while (listed.hasNext()) {
      String[] names = listed.next().key().substring(exports.length()).split("/", 3);
      if (names.length == 3 && names[1].equals(TMP)) {
        ExportId.any(names[0]).ifPresent(found::add);
      }
    }
    return found;
  }

  private void sweep(List<String> keys) throws IOException {
    store().giveUp(keys);
    List<NotDeleted> notDeleted = store().delete(keys);
    if (!notDeleted.isEmpty()) {
      throw new StoreException(StoreException.Reason.REFUSED, notDeleted.get(0).reason());
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "without a name";
    }
  }
}
