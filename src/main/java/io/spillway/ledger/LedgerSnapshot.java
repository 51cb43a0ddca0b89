package io.spillway.ledger;

import io.spillway.base.Location;
import io.spillway.ledger.lease.Lease;
import io.spillway.store.Stores;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A ledger at one moment: the records that determine what the destination holds. Usually that is
 * only the newest, which accounts for all exports before it. Exports are found by listing their
 * folders, even if the files of their leases no longer exist.
 *
 * @param ledger the folder of the ledger
 * @param exports ids of the exports whose folders exist, newest first according to the records
 * @param heads records that no later record accounts for, by descending numbers of their leases
 * @param traces traces of runs that lost their lease
 * @param leases existing leases, newest first
 * @param pause the minimum time for which no export held the lease; zero if it was not requested,
 *     or the store does not report it
 * @param damage why this ledger cannot determine what the destination holds; empty if it can
 */
public record LedgerSnapshot(
    Location ledger,
    List<String> exports,
    List<ExportRecord> heads,
    List<LeaseTrace> traces,
    List<Lease.Predecessor> leases,
    Duration pause,
    Optional<UnusableLedgerException> damage) {

  /** The order of exports: by lease, and by start time if two have the same number. */
  static final Comparator<ExportRecord> NEWEST_FIRST =
      Comparator.comparingLong((ExportRecord record) -> record.run().lease())
          .thenComparing(record -> record.run().startedAt())
          .reversed();

  public LedgerSnapshot {
    exports = List.copyOf(exports);
    heads = List.copyOf(heads);
    traces = List.copyOf(traces);
    leases = List.copyOf(leases);
  }

  /**
   * Reads a ledger. Usually this takes one listing of one level and one record. All records are
   * read if no lease names the newest record.
   *
   * @param leases existing leases, newest first
   * @throws IOException if the store fails
   */
  public static LedgerSnapshot read(Stores stores, Location ledger, List<Lease.Predecessor> leases)
      throws IOException {
    return new SnapshotReader(stores.open(ledger), ledger).read(leases, false);
  }

  /**
   * Reads a ledger as {@link #read} does, and determines for how long no export held the lease. On
   * a file system this creates a file for a moment, so only an export that may write calls it.
   *
   * @param leases existing leases, newest first
   * @throws IOException if the store fails
   */
  public static LedgerSnapshot readWithPause(
      Stores stores, Location ledger, List<Lease.Predecessor> leases) throws IOException {
    return new SnapshotReader(stores.open(ledger), ledger).read(leases, true);
  }

  /** Returns the highest number of a lease in any record, or 0. */
  public long highestLease() {
    return heads.stream().mapToLong(record -> record.run().lease()).max().orElse(0);
  }

  /** Returns whether anything is recorded. */
  public boolean isEmpty() {
    return exports.isEmpty() && traces.isEmpty();
  }

  /** Returns the newest record, or empty. */
  Optional<ExportRecord> newest() {
    return heads.stream().findFirst();
  }

  /**
   * Returns the checkpoint of a destination that receives rows: that of the last export that
   * succeeded.
   *
   * @param root the destination's root, below which markers are named
   * @throws IOException if the store fails
   */
  public Optional<String> checkpoint(Stores stores, Location root) throws IOException {
    Optional<ExportRecord> newest = newest();
    RowsRecord rows = newest.map(ExportRecord::rows).orElse(null);
    if (rows == null || rows.increment() == null) {
      return Optional.empty();
    }
    ExportStatus status =
        ExportStatus.of(
            newest.get(),
            Optional.empty(),
            marker -> stores.open(root).stat(root.resolve(marker).path()).isPresent());
    return Optional.ofNullable(
        status == ExportStatus.SUCCEEDED ? rows.increment().after() : rows.increment().before());
  }

  /** Returns the names of all traces. */
  List<String> traceNames() {
    return traces.stream().map(LeaseTrace::name).toList();
  }

  /** Returns all runs that may still write after the next export has ended. */
  List<LateWriter> lateWriters() {
    List<LateWriter> late = new ArrayList<>(takenOver());
    Set<String> taken = Set.copyOf(late.stream().map(LedgerSnapshot::run).toList());
    heads.stream()
        .flatMap(record -> record.before().late().stream())
        .map(one -> one.after(pause))
        .filter(LateWriter::mayOutlastTheNext)
        .filter(one -> !taken.contains(run(one)))
        .forEach(late::add);
    return late;
  }

  private static String run(LateWriter writer) {
    return writer.exportId() + " " + writer.lease();
  }

  /** Returns runs that may still write, because nothing shows that they released their leases. */
  private List<LateWriter> takenOver() {
    return heads.stream()
        .filter(record -> record.wrote() && record.what().commitId() != null)
        .filter(this::mayStillWrite)
        .map(
            record ->
                new LateWriter(
                    record.exportId(), record.run().lease(), record.what().commit(), null))
        .toList();
  }

  private boolean mayStillWrite(ExportRecord record) {
    List<Lease.Predecessor> own = leases.stream().filter(lease -> isOf(lease, record)).toList();
    // Without the lease's files, only the record shows whether the run has ended.
    return own.isEmpty() ? record.end() == null : own.stream().anyMatch(lease -> !lease.released());
  }

  private static boolean isOf(Lease.Predecessor lease, ExportRecord record) {
    return lease.number() == record.run().lease()
        || lease.exportId().filter(record.exportId()::equals).isPresent();
  }

  /** Returns whether a record has been accounted for by another. */
  static boolean accountsFor(ExportRecord later, ExportRecord earlier) {
    return later.run().lease() > earlier.run().lease()
        && later.exports().contains(earlier.exportId());
  }

  /** Returns ids in the order of the records, followed by all others. */
  static List<String> inOrder(List<ExportRecord> heads, List<String> folders) {
    return Stream.of(
            heads.stream().map(ExportRecord::exportId),
            heads.stream().flatMap(record -> record.exports().stream()),
            folders.stream())
        .flatMap(ids -> ids)
        .filter(folders::contains)
        .distinct()
        .toList();
  }
}
