package io.spillway.report;

import io.spillway.base.GivenLocation;
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
 * The exports that a destination's ledger records. Reading it needs neither lakeFS nor Spark, and
 * writes nothing.
 *
 * <pre>{@code
 * System.out.print(ExportHistory.of(sc.hadoopConfiguration(), "s3://bucket/prefix"));
 * }</pre>
 *
 * @param destination the root of the exports
 * @param ledger the location of the records
 * @param history the contents of the records
 */
public record ExportHistory(Location destination, Location ledger, History history) {

  /**
   * Returns the exports of a destination whose ledger is in the default location.
   *
   * @param hadoop the storage settings
   * @throws SpillwayException if the location is invalid (bad input), or the ledger cannot be read
   */
  public static ExportHistory of(Configuration hadoop, String rootLocation) {
    return of(hadoop, rootLocation, Optional.empty(), Optional.empty());
  }

  /**
   * Returns the exports of a destination whose ledger is elsewhere.
   *
   * @param hadoop the storage settings
   * @param ledgerLocation the value of {@code --ledger}
   * @throws SpillwayException if a location is invalid (bad input), or the ledger cannot be read
   */
  public static ExportHistory of(Configuration hadoop, String rootLocation, String ledgerLocation) {
    return of(
        hadoop, rootLocation, Optional.of(GivenLocation.parse(ledgerLocation)), Optional.empty());
  }

  /** Returns all exports of a destination, or only the one with the given id. */
  public static ExportHistory of(
      Configuration hadoop,
      String rootLocation,
      Optional<Location> elsewhere,
      Optional<String> exportId) {
    Location root = GivenLocation.parse(rootLocation).asRoot();
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
   * Rejects a ledger other than the one that the root names. The other ledger is not opened,
   * because others may write there.
   */
  private static void requirePointer(LedgerPointer pointer) {
    if (pointer.objection().isPresent()) {
      UnusableLedgerException another = pointer.objection().get();
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT, another.finding() + another.choice() + ".", another);
    }
  }

  /** Returns the exports, newest first. */
  public List<History.Entry> exports() {
    return history.exports();
  }

  /** Returns the newest lease, or empty if there never was a lease. */
  public Optional<LeaseSeen> lease() {
    return history.lease();
  }

  /** Returns the text that {@code spillway status} prints. */
  @Override
  public String toString() {
    return StatusText.of(this);
  }
}
