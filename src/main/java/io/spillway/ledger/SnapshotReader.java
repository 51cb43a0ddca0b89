package io.spillway.ledger;

import io.spillway.base.Location;
import io.spillway.ledger.lease.Lease;
import io.spillway.ledger.lease.LeaseFiles;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A reader of a {@link LedgerSnapshot}.
 *
 * <p>INVARIANT: an export whose folder exists is accounted for by a later record that lists it, or
 * its own record is read. The list of a record is trusted without reading the records that it names
 * only if the lease that names the record has the record's number. In that case no later run can
 * have missed the record.
 */
final class SnapshotReader {
  /** An upper bound of the rounding of ages. */
  private static final Duration ROUNDED_UP = Duration.ofSeconds(2);

  private final ObjectStore store;
  private final Location ledger;
  private final Map<String, ExportRecord> records = new LinkedHashMap<>();
  private final Map<String, UnusableLedgerException> damaged = new LinkedHashMap<>();
  private final Set<String> without = new HashSet<>();

  SnapshotReader(ObjectStore store, Location ledger) {
    this.store = store;
    this.ledger = ledger;
  }

  /**
   * Reads the snapshot.
   *
   * @param asksPause whether to determine the pause, which may write
   */
  LedgerSnapshot read(List<Lease.Predecessor> leases, boolean asksPause) throws IOException {
    List<String> folders = store.folders(RecordFile.folder(ledger, "").path());
    List<String> ids =
        folders.stream().filter(ExportId::isOne).sorted(Comparator.reverseOrder()).toList();
    Set<String> accounted = accountedByNewest(leases, ids);
    for (String id : ids) {
      if (!accounted.contains(id)) {
        read(id);
      }
    }
    List<ExportRecord> heads =
        records.values().stream()
            .filter(
                record ->
                    records.values().stream()
                        .noneMatch(other -> LedgerSnapshot.accountsFor(other, record)))
            .sorted(LedgerSnapshot.NEWEST_FIRST)
            .toList();
    List<LeaseTrace> traces = new ArrayList<>();
    Optional<UnusableLedgerException> damage = damage(heads);
    try {
      if (folders.contains(LeaseTrace.FOLDER)) {
        traces.addAll(LeaseTrace.read(store, ledger, knownTraces(heads)));
      }
      requireRecords(heads, traces);
    } catch (UnusableLedgerException e) {
      damage = damage.or(() -> Optional.of(e));
    }
    return new LedgerSnapshot(
        ledger,
        LedgerSnapshot.inOrder(heads, ids),
        heads,
        traces,
        leases,
        asksPause ? pause(leases, heads) : Duration.ZERO,
        damage);
  }

  /**
   * Returns the age of the newest heartbeat, which is not older than the end of the newest record.
   * Requests it only if a late writer depends on it.
   */
  private Duration pause(List<Lease.Predecessor> leases, List<ExportRecord> heads)
      throws IOException {
    boolean matters =
        heads.stream()
            .flatMap(record -> record.before().late().stream())
            .anyMatch(LateWriter::mayOutlastTheNext);
    if (!matters || leases.isEmpty()) {
      return Duration.ZERO;
    }
    Duration age =
        store
            .age(LeaseFiles.beatKey(ledger, leases.get(0).number()))
            .orElse(Duration.ZERO)
            .minus(ROUNDED_UP);
    return age.isNegative() ? Duration.ZERO : age;
  }

  private static List<String> knownTraces(List<ExportRecord> heads) {
    return heads.isEmpty() ? List.of() : heads.get(0).before().traces();
  }

  private Set<String> accountedByNewest(List<Lease.Predecessor> leases, List<String> ids)
      throws IOException {
    for (Lease.Predecessor lease : leases) {
      Optional<String> id = lease.exportId().filter(ids::contains);
      if (id.isPresent()) {
        read(id.get());
        ExportRecord record = records.get(id.get());
        if (record != null) {
          return record.run().lease() == lease.number() ? Set.copyOf(record.exports()) : Set.of();
        }
      }
    }
    return Set.of();
  }

  private void read(String id) throws IOException {
    if (records.containsKey(id) || damaged.containsKey(id) || without.contains(id)) {
      return;
    }
    try {
      Optional<ExportRecord> record = RecordFile.read(store, ledger, id);
      record.ifPresentOrElse(found -> records.put(id, found), () -> without.add(id));
    } catch (UnusableLedgerException e) {
      damaged.put(id, e);
    }
  }

  private Optional<UnusableLedgerException> damage(List<ExportRecord> heads) {
    return damaged.entrySet().stream()
        .filter(entry -> !isListed(heads, entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean isListed(List<ExportRecord> heads, String id) {
    return heads.stream().anyMatch(record -> record.exports().contains(id));
  }

  /**
   * Rejects a folder with files but without a record. A record is written before, and deleted
   * before, all other files of its folder. Outcomes without a record therefore belong to a run that
   * continues although its export was deleted, or the record was lost.
   */
  private void requireRecords(List<ExportRecord> heads, List<LeaseTrace> traces)
      throws IOException {
    for (String id : without) {
      boolean traced = traces.stream().anyMatch(trace -> trace.name().startsWith(id + "-"));
      boolean ours = ExportId.parse(id).isPresent(); // a generated id, not one that a user chose
      if (ours && !isListed(heads, id) && !traced && !hasOnlyTemporary(id)) {
        throw UnusableLedgerException.withoutRecord(RecordFile.folder(ledger, id));
      }
    }
  }

  private boolean hasOnlyTemporary(String id) throws IOException {
    String folder = RecordFile.folder(ledger, id).path() + "/";
    try {
      Iterator<StoredObject> listed = store.list(folder);
      while (listed.hasNext()) {
        if (!listed.next().key().startsWith(folder + "tmp/")) {
          return false;
        }
      }
      return true;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
