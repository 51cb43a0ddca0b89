package io.spillway.export;

import io.spillway.destination.Prefix;
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
 * Tidies up at the destination what exports left unfinished there: this one, and those before it
 * that were killed, whatever they exported. The leases below ours name them: their files go only
 * when all is tidied, and what could not be is the next export's to try again.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private final Prefix destination;
  private final Lease lease;
  private final Collection<String> known;
  private final Collection<String> unreleased;
  private @Nullable Set<ExportId> earlier;

  /**
   * Prepares one; asks nothing yet.
   *
   * @param known ids of exports that the ledger knows of
   */
  Sweep(Prefix destination, Lease lease, Collection<String> known) {
    this(destination, lease, known, List.of());
  }

  /**
   * Prepares one; asks nothing yet.
   *
   * @param known ids of exports that the ledger knows of
   * @param unreleased ids of those that may not have ended by themselves, though no lease may name
   *     them any more
   */
  Sweep(Prefix destination, Lease lease, Collection<String> known, Collection<String> unreleased) {
    this.destination = destination;
    this.lease = lease;
    this.known = known;
    this.unreleased = unreleased;
  }

  /** Prepares one for the state that a ledger tells; asks nothing yet. */
  static Sweep of(Prefix destination, Lease lease, DestinationState told) {
    return new Sweep(
        destination,
        lease,
        told.exports(),
        told.unsettled().late().stream().map(LateWriter::exportId).toList());
  }

  /** Before this export writes: what killed ones left costs storage, and may be long in the way. */
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
   * When this export has ended. The earlier ones come once more: a worker of a killed one may have
   * outlived the beginning of this.
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

  /** Looked for once: the listing that it may take has all outcomes of this export at its end. */
  private Set<ExportId> earlier() throws IOException {
    Set<ExportId> found = earlier;
    if (found == null) {
      found = find();
      earlier = found;
    }
    return found;
  }

  /** A lease that names no export was given up before its export wrote, or is damaged. */
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
