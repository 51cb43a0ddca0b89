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
 * The locations that an export writes to, and the stores that open them.
 *
 * @param name the destination as ledgers and reports name it
 * @param root the location of the data, or of everything else if the data is not in a folder
 * @param ledger the location of the records
 * @param markers the location of the markers
 * @param forbidden the location where nothing may be written: the source's own storage
 * @param stores opens all of them; no store leaves the root through a symbolic link, and stores
 *     write only {@linkplain #under under a lease}
 * @param hidesKeys whether the root's store lists no key below another; false until it is
 *     {@linkplain #observed known}
 */
public record DestinationContext(
    String name,
    Location root,
    Location ledger,
    Location markers,
    Location forbidden,
    Stores stores,
    boolean hidesKeys) {
  private static final Logger LOG = LoggerFactory.getLogger(DestinationContext.class);

  /**
   * Returns the context of a root and its ledger, which is in the root's own folder unless given.
   */
  public static DestinationContext of(
      Location root, Optional<Location> ledger, Location forbidden, Stores stores) {
    return new DestinationContext(
        root.toString(),
        root,
        ledger.orElse(root.resolve(Prefix.OWN_FOLDER)),
        root,
        forbidden,
        stores.confined(root).readOnly(),
        false);
  }

  /** Returns the context of a root for rows, where no data may be written into the ledger. */
  public static DestinationContext ofRows(Location root, Optional<Location> ledger, Stores stores) {
    Location records = ledger.orElse(root.resolve(Prefix.OWN_FOLDER));
    return new DestinationContext(
        root.toString(), root, records, root, records, stores.confined(root).readOnly(), false);
  }

  /** Returns a copy whose markers are in Spillway's own folder, where readers of rows skip them. */
  public DestinationContext withMarkersAside() {
    return new DestinationContext(
        name, root, ledger, root.resolve(Prefix.OWN_FOLDER), forbidden, stores, hidesKeys);
  }

  /**
   * Returns the context of rows that are not in a folder; records and markers share one.
   *
   * @param name the destination as ledgers and reports name it
   */
  public static DestinationContext elsewhere(String name, Location ledger, Stores stores) {
    return new DestinationContext(
        name, ledger, ledger, ledger, ledger, stores.confined(ledger).readOnly(), false);
  }

  /** Returns a copy whose stores may write while the lease is held. */
  public DestinationContext under(Lease lease) {
    return new DestinationContext(
        name, root, ledger, markers, forbidden, stores.guardedBy(lease.reference()), hidesKeys);
  }

  /**
   * Returns a copy that knows what listings of the root's store show.
   *
   * @param mayWrite whether to find it out by a probe
   * @throws SpillwayException (bad input) if nothing below the root would be listed
   */
  public DestinationContext observed(boolean mayWrite) {
    try {
      boolean hides = new KeyVisibility(stores, root, ledger).hides(mayWrite);
      return new DestinationContext(name, root, ledger, markers, forbidden, stores, hides);
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e), "Cannot write to the destination: " + e.getMessage(), e);
    }
  }

  /**
   * A lease and the ledger at the time when the lease was taken.
   *
   * @param records the records of earlier exports; only the holder of the lease adds to them
   */
  public record Leased(Lease lease, LedgerSnapshot records) {}

  /**
   * Takes the lease of the destination.
   *
   * @param waits whether to wait while another export holds it
   * @param alone whether this process does all the writing
   * @param canceled polled during the wait
   * @throws SpillwayException if another export holds it (refused), or if nothing can be written
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

  /** Reads the ledger without its lease. Another export may change it at the same time. */
  public LedgerSnapshot records() throws IOException {
    return LedgerSnapshot.read(stores, ledger, Lease.history(stores, ledger));
  }

  /**
   * Reads the root's pointer to its ledger.
   *
   * @throws SpillwayException if it cannot be read
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
