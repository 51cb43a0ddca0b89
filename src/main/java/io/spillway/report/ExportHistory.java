package io.spillway.report;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.ledger.History;
import io.spillway.ledger.LedgerPointer;
import io.spillway.ledger.UnusableLedgerException;
import io.spillway.ledger.lease.LeaseSeen;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import io.spillway.store.hadoop.HadoopSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The exports that a destination's ledger knows of. It is read without lakeFS and without Spark,
 * and nothing is written.
 *
 * <pre>{@code
 * System.out.print(ExportHistory.of(sc.hadoopConfiguration(), "s3://bucket/prefix"));
 * }</pre>
 *
 * @param destination the root that was exported to
 * @param ledger where the records are
 * @param history what they say
 */
public record ExportHistory(Location destination, Location ledger, History history) {

  /**
   * The exports of a destination that has its ledger at its usual place.
   *
   * @param hadoop says how storage is reached
   * @throws SpillwayException when the location is none (bad input), or the ledger cannot be read
   */
  public static ExportHistory of(Configuration hadoop, String rootLocation) {
    return of(hadoop, rootLocation, Optional.empty(), Optional.empty());
  }

  /**
   * The exports of a destination that has its ledger elsewhere.
   *
   * @param hadoop says how storage is reached
   * @param ledgerLocation what was given as {@code --ledger}
   * @throws SpillwayException when a location is none (bad input), or the ledger cannot be read
   */
  public static ExportHistory of(Configuration hadoop, String rootLocation, String ledgerLocation) {
    return of(hadoop, rootLocation, Optional.of(Location.parse(ledgerLocation)), Optional.empty());
  }

  /** The same for all exports, or for one. */
  public static ExportHistory of(
      Configuration hadoop,
      String rootLocation,
      Optional<Location> elsewhere,
      Optional<String> exportId) {
    Location root = Location.parse(rootLocation).asRoot();
    Stores stores = new Stores(HadoopSettings.chosen(hadoop));
    DestinationContext place =
        DestinationContext.of(root, elsewhere.map(Location::asRoot), root, stores);
    Location ledger = place.ledger();
    try {
      requirePointer(LedgerPointer.read(place.stores(), root, ledger));
      History history =
          exportId.isPresent()
              ? History.read(place.stores(), ledger, root, exportId.get())
              : History.read(place.stores(), ledger, root);
      return new ExportHistory(root, ledger, history);
    } catch (IOException e) {
      throw new SpillwayException(
          StoreException.kind(e), "Cannot read the ledger " + ledger + ": " + e.getMessage(), e);
    }
  }

  /**
   * Refuses another ledger than the root names; that one is never opened, as others may write
   * there.
   */
  private static void requirePointer(LedgerPointer pointer) {
    if (pointer.objection().isPresent()) {
      UnusableLedgerException another = pointer.objection().get();
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT, another.finding() + another.choice() + ".", another);
    }
  }

  /** Newest first. */
  public List<History.Entry> exports() {
    return history.exports();
  }

  /** The newest lease; empty when there never was one. */
  public Optional<LeaseSeen> lease() {
    return history.lease();
  }

  /** What {@code spillway status} prints. */
  @Override
  public String toString() {
    return StatusText.of(this);
  }
}
