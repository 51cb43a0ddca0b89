package io.spillway.destination;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.ledger.ExportId;
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
 * A prefix of an object store, or a directory: what the commit calls {@code key} arrives under
 * {@code <root>/key}, nothing folded.
 *
 * @param root where the data goes
 * @param forbidden where nothing may go: the source's own storage, which the export reads, or the
 *     ledger's folder
 * @param forbiddenName the forbidden place in words
 * @param stores opens the root
 * @param export the run that writes here
 */
public record Prefix(
    Location root, Location forbidden, String forbiddenName, Stores stores, ExportId export)
    implements Serializable {
  /** The folder at the root that is Spillway's own. */
  public static final String OWN_FOLDER = "_spillway";

  private static final String EXPORTS = OWN_FOLDER + "/exports/";
  private static final String TMP = "tmp";
  private static final String FLAG = "driver";

  /** What a store deletes with one request, at most. */
  private static final int BATCH = 1_000;

  /**
   * A prefix for one run; what that run has to give temporary names lies in a folder of its own.
   */
  public static Prefix of(Location root, Location forbidden, Stores stores, ExportId export) {
    return of(root, forbidden, "the repository's own storage namespace", stores, export);
  }

  /** Returns a prefix for one run of an export of rows, whose files must not lie in the ledger. */
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

  /** The store that the root lies in. */
  public ObjectStore store() {
    return stores.open(root);
  }

  /** The whole key, in that store, of what the commit calls {@code path}. */
  public String key(String path) {
    return root.resolve(path).path();
  }

  /**
   * Why an object by that name can never be exported here, or nothing. Asks no server.
   *
   * @param path what the commit calls it
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
   * What is at the root, by the names that a commit would give it, in the order of keys and without
   * Spillway's own folder and markers. Failures surface as {@link java.io.UncheckedIOException}.
   *
   * @param after only names that come after this one
   */
  public Iterator<Found> objects(Bytes after) throws IOException {
    return new RootListing(this, after);
  }

  /** Lays out, on a file system, what {@link #isShared} looks for. */
  public void raiseFlag() throws IOException {
    if (root.scheme().equals("file")) {
      store().write(flag(), Body.of(new byte[0]), Attributes.NONE);
    }
  }

  /**
   * Whether this worker writes to where the driver signs. A folder of a worker's own disk is not
   * the driver's, and an export into many of them would be signed as one.
   */
  public boolean isShared() throws IOException {
    return !root.scheme().equals("file") || store().stat(flag()).isPresent();
  }

  private String flag() {
    return root.resolve(temporary(export) + "/" + FLAG).path();
  }

  /**
   * Ends what writes of this run left unfinished, and removes what has a temporary name; called
   * when the run ends.
   *
   * @throws StoreException that names the first object that could not be removed
   */
  public void sweep() throws IOException {
    sweep(export);
  }

  /**
   * Does the same for another run, which writes no more: the lease was taken from it.
   *
   * @throws StoreException that names the first object that could not be removed
   */
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
    while (left.hasNext() && keys.size() < BATCH) {
      keys.add(left.next().key());
    }
    return keys;
  }

  /**
   * The runs that have left something with a temporary name, as a listing of Spillway's own folder
   * tells: for when nothing else does.
   */
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

  /** Returns the message of a worker that does not see the driver's folder. */
  public String unshared() {
    return "Worker "
        + hostName()
        + " does not see the driver's "
        + root
        + ": on a cluster a file:// destination must be a folder that all machines share";
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "without a name";
    }
  }
}
