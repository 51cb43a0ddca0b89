package io.spillway.ledger;

import io.spillway.Location;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a ledger tells of its exports, for who only reads it. It costs a request or two for each
 * lease that is still there, and one for each export.
 *
 * @param lease the newest one; empty when there never was one, or its files are gone
 * @param exports newest first
 * @param unreadable what should be a record and is none
 */
public record History(Optional<LeaseSeen> lease, List<Entry> exports, List<Unreadable> unreadable) {
  /** After all that lies in an export's folder; ASCII, as some stores understand nothing else. */
  private static final String LAST = "~";

  /** A recorded export. */
  public record Entry(ExportRecord record, Standing standing) {}

  /**
   * A damaged record, or one of another version.
   *
   * @param exportId whose it should be
   * @param reason which file it is and what is wrong with it, without a full stop
   */
  public record Unreadable(String exportId, String reason) {}

  public History {
    exports = List.copyOf(exports);
    unreadable = List.copyOf(unreadable);
  }

  /** Whether nothing at all is recorded. */
  public boolean isEmpty() {
    return exports.isEmpty() && unreadable.isEmpty() && lease.filter(LeaseSeen::held).isEmpty();
  }

  /**
   * Reads all that is there.
   *
   * @param ledger where records are kept
   * @param root the destination's root, where markers are
   * @throws IOException when the store fails
   */
  public static History read(Stores stores, Location ledger, Location root) throws IOException {
    return new Reader(stores, ledger, root).all();
  }

  /**
   * Reads the record of one export, and the lease.
   *
   * @throws IOException when the store fails
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
      Set<String> read = new LinkedHashSet<>();
      for (String id : named()) {
        read.add(id);
        read(id);
        if (!exports.isEmpty()) {
          break; // it names the others
        }
      }
      Collection<String> rest = exports.isEmpty() ? found() : exports.get(0).record().exports();
      for (String id : rest) {
        if (ExportId.isOne(id) && read.add(id)) {
          read(id);
        }
      }
      return new History(lease, exports, unreadable);
    }

    History only(String exportId) throws IOException {
      NavigableSet<Long> numbers = leases.numbers();
      lease = numbers.isEmpty() ? Optional.empty() : seen(numbers.last());
      if (ExportId.isOne(exportId)) {
        read(exportId);
      }
      return new History(lease, exports, unreadable);
    }

    /** The exports that leases name, newest first. */
    private Set<String> named() throws IOException {
      Set<String> named = new LinkedHashSet<>();
      NavigableSet<Long> numbers = leases.numbers();
      for (long number : numbers.descendingSet()) {
        boolean newest = number == numbers.last();
        if (newest) {
          lease = seen(number);
        }
        (newest ? lease.flatMap(LeaseSeen::exportId) : leases.beat(number).exportId())
            .filter(ExportId::isOne)
            .ifPresent(named::add);
      }
      return named;
    }

    private Optional<LeaseSeen> seen(long number) throws IOException {
      return Optional.of(LeaseSeen.read(leases, number));
    }

    /** Where no record tells: the folders of exports, a request each; newest first. */
    private List<String> found() throws IOException {
      List<String> found = new ArrayList<>();
      String folder = RecordFile.folder(ledger, "").path();
      String after = "";
      try {
        while (true) {
          Iterator<StoredObject> next = store.list(folder, after);
          if (!next.hasNext()) {
            return found;
          }
          String id = next.next().key().substring(folder.length()).split("/", 2)[0];
          found.add(0, id);
          after = folder + id + "/" + LAST;
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
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

    private Standing standing(ExportRecord record) throws IOException {
      return Standing.of(
          record, lease, marker -> rootStore.stat(root.resolve(marker).path()).isPresent());
    }
  }
}
