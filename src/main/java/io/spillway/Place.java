package io.spillway;

import io.spillway.destination.Prefix;
import io.spillway.store.Stores;
import java.util.Optional;

/**
 * Where an export goes.
 *
 * @param root where the data goes
 * @param ledger where records are kept
 * @param forbidden where nothing may go: the source's own storage
 * @param stores opens all of them
 */
record Place(Location root, Location ledger, Location forbidden, Stores stores) {
  /** A root with its ledger, at its usual place or elsewhere. */
  static Place of(Location root, Optional<Location> ledger, Location forbidden, Stores stores) {
    return new Place(root, ledger.orElse(root.resolve(Prefix.OWN_FOLDER)), forbidden, stores);
  }
}
