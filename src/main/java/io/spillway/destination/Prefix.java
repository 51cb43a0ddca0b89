package io.spillway.destination;

import io.spillway.Location;
import io.spillway.ledger.Marker;
import io.spillway.store.Attributes;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import java.io.Serializable;
import java.util.Optional;

/**
 * A prefix of an object store, or a directory: what the commit calls {@code key} arrives under {@code <root>/key}, nothing folded.
 *
 * @param root where the data goes
 * @param forbidden where nothing may go, or the export would change what it reads: the source's own storage
 * @param stores opens the root
 */
public record Prefix(Location root, Location forbidden, Stores stores) implements Serializable {
  /** The folder at the root that is Spillway's own. */
  public static final String OWN_FOLDER = "_spillway";

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
      return Optional.of("would be written into the repository's own storage namespace");
    }
    return store().objection(key(path), attributes);
  }
}
