package io.spillway.destination;

import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.ledger.LedgerPointer;
import io.spillway.ledger.LedgerSnapshot;
import io.spillway.ledger.lease.Lease;
import io.spillway.ledger.lease.LeaseHolderName;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
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
public record DestinationContext(
    Location root, Location ledger, Location forbidden, Stores stores) {
  private static final Logger LOG = LoggerFactory.getLogger(DestinationContext.class);

  /** A root with its ledger, at its usual place or elsewhere. */
  public static DestinationContext of(
      Location root, Optional<Location> ledger, Location forbidden, Stores stores) {
    return new DestinationContext(
        root,
        ledger.orElse(root.resolve(Prefix.OWN_FOLDER)),
        forbidden,
        stores.confined(root).readOnly());
  }

  /** A root that takes rows: nothing goes where records are kept. */
  public static DestinationContext ofRows(Location root, Optional<Location> ledger, Stores stores) {
    Location records = ledger.orElse(root.resolve(Prefix.OWN_FOLDER));
    return new DestinationContext(root, records, records, stores.confined(root).readOnly());
  }

  /** Returns the same place, where may be written for as long as the lease is held. */
  public DestinationContext under(Lease lease) {
    return new DestinationContext(root, ledger, forbidden, stores.guardedBy(lease.reference()));
  }

  /**
   * A lease and the ledger as it was when it was taken.
   *
   * @param records what earlier exports left; only the holder of the lease adds to them
   */
  public record Leased(Lease lease, LedgerSnapshot records) {}

  /**
   * Takes its lease.
   *
   * @param waits whether to wait while another export holds it
   * @param alone whether this process does all the writing
   * @param canceled polled while it waits
   * @throws SpillwayException when another export holds it (refused), or nothing can be written
   */
  public Leased lease(
      LeaseTiming timing,
      boolean waits,
      boolean alone,
      BooleanSupplier canceled,
      Environment environment) {
    AtomicReference<@Nullable LedgerSnapshot> records = new AtomicReference<>();
    try {
      Lease lease =
          Lease.acquire(
              stores,
              ledger,
              LeaseHolderName.name(),
              alone,
              timing,
              new Lease.Waiting(waits, LOG::warn, canceled),
              environment,
              predecessors -> {
                LedgerSnapshot read = LedgerSnapshot.readWithPause(stores, ledger, predecessors);
                records.set(read);
                return read.highestLease();
              });
      return new Leased(lease, Objects.requireNonNull(records.get()));
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e), "Cannot write to the destination: " + e.getMessage(), e);
    }
  }

  /** Reads the ledger without its lease: another export may be changing it. */
  public LedgerSnapshot records() throws IOException {
    return LedgerSnapshot.read(stores, ledger, Lease.history(stores, ledger));
  }

  /**
   * Reads the root's pointer to its ledger.
   *
   * @throws SpillwayException when it cannot be read
   */
  public LedgerPointer pointer() {
    try {
      return LedgerPointer.read(stores, root, ledger);
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e), "Cannot read what is at " + root + ": " + e.getMessage(), e);
    }
  }
}
