package io.spillway.export;

import io.spillway.destination.Leftovers;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.LateWriter;
import io.spillway.ledger.lease.Lease;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cleanup of the unfinished files of this export and of earlier exports that were killed,
 * regardless of their source. The leases below this export's lease name the earlier exports. Lease
 * files are deleted only after everything is removed; the next export retries the remaining files.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private final Leftovers destination;
  private final Lease lease;
  private final Collection<String> known;
  private final Collection<String> unreleased;
  private @Nullable Set<ExportId> earlier;

  /**
   * Creates a sweep. Sends no request.
   *
   * @param known ids of exports that the ledger records
   */
  Sweep(Leftovers destination, Lease lease, Collection<String> known) {
    this(destination, lease, known, List.of());
  }

  /**
   * Creates a sweep. Sends no request.
   *
   * @param known ids of exports that the ledger records
   * @param unreleased ids of exports that may not have ended properly, although no lease may name
   *     them any more
   */
  Sweep(
      Leftovers destination, Lease lease, Collection<String> known, Collection<String> unreleased) {
    this.destination = destination;
    this.lease = lease;
    this.known = known;
    this.unreleased = unreleased;
  }

  /** Creates a sweep for the state that a ledger records. Sends no request. */
  static Sweep of(Leftovers destination, Lease lease, DestinationState told) {
    return new Sweep(
        destination,
        lease,
        told.exports(),
        told.unsettled().late().stream().map(LateWriter::exportId).toList());
  }

  /**
   * Sweeps before this export writes, because the files of killed exports cost storage and may
   * otherwise stay for a long time.
   */
  void before() {
    try {
      for (ExportId id : earlier()) {
        destination.sweep(id);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "What an earlier export left unfinished stays until this one ends: {}", e.getMessage());
    }
  }

  /**
   * Sweeps after this export has ended. Earlier exports are swept again, because a worker of a
   * killed export may have run on after this export began.
   */
  void after() {
    try {
      lease.confirm();
      Set<ExportId> all = new LinkedHashSet<>(earlier());
      all.add(destination.export());
      for (ExportId id : all) {
        destination.sweep(id);
      }
      lease.forgetPredecessors();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Temporary files of this export are left behind: {}", e.getMessage());
    }
  }

  /**
   * Returns the ids of earlier exports. They are found only once, because at the end a listing
   * would include all outcomes of this export.
   */
  private Set<ExportId> earlier() throws IOException {
    Set<ExportId> found = earlier;
    if (found == null) {
      found = find();
      earlier = found;
    }
    return found;
  }

  /**
   * Finds the ids of earlier exports. A lease without an export id was given up before its export
   * wrote, or is damaged.
   */
  private Set<ExportId> find() throws IOException {
    if (lease.predecessors().isEmpty()) {
      return destination.unswept();
    }
    boolean isDamaged = lease.predecessors().stream().anyMatch(one -> one.exportId().isEmpty());
    Set<ExportId> ids = new LinkedHashSet<>();
    Stream.concat(
            lease.predecessors().stream().flatMap(one -> one.exportId().stream()),
            isDamaged ? known.stream() : unreleased.stream())
        .forEach(id -> ExportId.any(id).ifPresent(ids::add));
    return ids;
  }
}
