package io.spillway;

import io.spillway.destination.Prefix;
import io.spillway.ledger.Lease;
import io.spillway.ledger.LeaseTiming;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an export goes.
 *
 * @param root where the data goes
 * @param ledger where records are kept
 * @param forbidden where nothing may go: the source's own storage
 * @param stores opens all of them; none leaves the root through a symbolic link, and it writes only
 *     {@linkplain #under under a lease}
 */
record Place(Location root, Location ledger, Location forbidden, Stores stores) {
  private static final Logger LOG = LoggerFactory.getLogger(Place.class);

  /** A root with its ledger, at its usual place or elsewhere. */
  static Place of(Location root, Optional<Location> ledger, Location forbidden, Stores stores) {
    return new Place(
        root,
        ledger.orElse(root.resolve(Prefix.OWN_FOLDER)),
        forbidden,
        stores.confined(root).readOnly());
  }

  /** A root that takes rows: nothing goes where records are kept. */
  static Place ofRows(Location root, Optional<Location> ledger, Stores stores) {
    Location records = ledger.orElse(root.resolve(Prefix.OWN_FOLDER));
    return new Place(root, records, records, stores.confined(root).readOnly());
  }

  /** Returns the same place, where may be written for as long as the lease is held. */
  Place under(Lease lease) {
    return new Place(root, ledger, forbidden, stores.guardedBy(lease.reference()));
  }

  /**
   * Takes its lease.
   *
   * @param alone whether this process does all the writing
   * @throws SpillwayException when another export holds it (refused), or nothing can be written
   */
  Lease lease(LeaseTiming timing, boolean waits, boolean alone) {
    try {
      return Lease.acquire(stores, ledger, Holder.name(), alone, timing, waits, LOG::warn);
    } catch (IOException e) {
      throw new SpillwayException(
          Export.kind(e), "Cannot write to the destination: " + e.getMessage(), e);
    }
  }
}
