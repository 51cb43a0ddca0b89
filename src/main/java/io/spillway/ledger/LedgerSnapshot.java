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
 * A ledger as it is at one moment: the records that tell what the destination holds. Usually that
 * is one, the newest, which accounts for all exports before it. Exports are found in the listing of
 * their folders, whatever became of the files of leases.
 *
 * @param ledger where it is
 * @param exports ids of the exports whose folders exist, newest first as far as records tell
 * @param heads records that no later one accounts for, by the numbers of their leases, the highest
 *     first
 * @param traces of runs that lost their lease
 * @param leases that were there, newest first
 * @param pause for how long no export held the lease, at least; zero when that was not asked, or
 *     the store does not tell
 * @param damage why this ledger cannot tell what the destination holds; empty when it can
 */
public record LedgerSnapshot(
    Location ledger,
    List<String> exports,
    List<ExportRecord> heads,
    List<LeaseTrace> traces,
    List<Lease.Predecessor> leases,
    Duration pause,
    Optional<UnusableLedgerException> damage) {

  /** The order of exports: by lease, and by their beginning where a lease's number came twice. */
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
   * Reads a ledger. Usually it takes a listing of one level and one record; all records are read
   * when no lease names the newest of them.
   *
   * @param leases that are there, newest first
   * @throws IOException when the store fails
   */
  public static LedgerSnapshot read(Stores stores, Location ledger, List<Lease.Predecessor> leases)
      throws IOException {
    return new SnapshotReader(stores.open(ledger), ledger).read(leases, false);
  }

  /**
   * Reads a ledger as {@link #read} does, and asks for how long no export held the lease. On a file
   * system that makes a file for a moment, so that only an export that may write asks.
   *
   * @param leases that are there, newest first
   * @throws IOException when the store fails
   */
  public static LedgerSnapshot readWithPause(
      Stores stores, Location ledger, List<Lease.Predecessor> leases) throws IOException {
    return new SnapshotReader(stores.open(ledger), ledger).read(leases, true);
  }

  /** Returns the highest number of a lease that a record has, or 0. */
  public long highestLease() {
    return heads.stream().mapToLong(record -> record.run().lease()).max().orElse(0);
  }

  /** Returns whether anything is recorded. */
  public boolean isEmpty() {
    return exports.isEmpty() && traces.isEmpty();
  }

  /** Returns the newest record, if there is one. */
  Optional<ExportRecord> newest() {
    return heads.stream().findFirst();
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

  /** Runs that may still write, as nothing says that they gave their leases back. */
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
    // Without its lease's files only the record can tell that it has ended.
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

  /** Returns the ids in the order that the records give them, and all others after that. */
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
