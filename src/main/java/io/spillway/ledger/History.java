package io.spillway.ledger;

import io.spillway.base.Location;
import io.spillway.ledger.lease.LeaseFiles;
import io.spillway.ledger.lease.LeaseSeen;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The exports that a ledger records, for readers that do not take a lease. A read costs three
 * requests for the newest lease, one or a few for the list of exports, and one for each export.
 *
 * @param lease the newest lease; empty if there never was one, or its files no longer exist
 * @param exports recorded exports, newest first
 * @param unreadable files that should be records but cannot be read
 */
public record History(Optional<LeaseSeen> lease, List<Entry> exports, List<Unreadable> unreadable) {
  /** A recorded export. */
  public record Entry(ExportRecord record, ExportStatus standing) {}

  /**
   * A record that is damaged, or of another version.
   *
   * @param exportId the export that it should describe
   * @param reason the file and its defect, without a full stop
   */
  public record Unreadable(String exportId, String reason) {}

  public History {
    exports = List.copyOf(exports);
    unreadable = List.copyOf(unreadable);
  }

  /** Returns whether nothing is recorded. */
  public boolean isEmpty() {
    return exports.isEmpty() && unreadable.isEmpty() && lease.filter(LeaseSeen::held).isEmpty();
  }

  /**
   * Reads all records.
   *
   * @param ledger the folder of the records
   * @param root the destination's root, which holds the markers
   * @throws IOException if the store fails
   */
  public static History read(Stores stores, Location ledger, Location root) throws IOException {
    return new Reader(stores, ledger, root).all();
  }

  /**
   * Reads the record of one export, and the lease.
   *
   * @throws IOException if the store fails
   */
  public static History read(Stores stores, Location ledger, Location root, String exportId)
      throws IOException {
    return new Reader(stores, ledger, root).only(exportId);
  }

  private static final class Reader {
    private final LeaseFiles leases;
    private final ObjectStore store;
    private final ObjectStore rootStore;
    private final Location ledger;
    private final Location root;
    private final List<Entry> exports = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private Optional<LeaseSeen> lease = Optional.empty();

    Reader(Stores stores, Location ledger, Location root) {
      this.leases = new LeaseFiles(stores, ledger);
      this.store = stores.open(ledger);
      this.rootStore = stores.open(root);
      this.ledger = ledger;
      this.root = root;
    }

    History all() throws IOException {
      readLease();
      for (String id : store.folders(RecordFile.folder(ledger, "").path())) {
        if (ExportId.isOne(id)) {
          read(id);
        }
      }
      exports.sort(Comparator.comparing(Entry::record, LedgerSnapshot.NEWEST_FIRST));
      return new History(lease, exports, unreadable);
    }

    History only(String exportId) throws IOException {
      readLease();
      if (ExportId.isOne(exportId)) {
        read(exportId);
      }
      return new History(lease, exports, unreadable);
    }

    private void readLease() throws IOException {
      NavigableSet<Long> numbers = leases.numbers();
      lease =
          numbers.isEmpty()
              ? Optional.empty()
              : Optional.of(LeaseSeen.read(leases, numbers.last()));
    }

    private void read(String id) throws IOException {
      try {
        Optional<ExportRecord> record = RecordFile.read(store, ledger, id);
        if (record.isPresent()) {
          exports.add(new Entry(record.get(), standing(record.get())));
        }
      } catch (UnusableLedgerException e) {
        unreadable.add(new Unreadable(id, e.finding()));
      }
    }

    private ExportStatus standing(ExportRecord record) throws IOException {
      return ExportStatus.of(
          record, lease, marker -> rootStore.stat(root.resolve(marker).path()).isPresent());
    }
  }
}
