package io.spillway.ledger;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The known state of a destination. Every key is as {@code base} has it, or as the commit of a
 * later attempt has it.
 *
 * @param base the commit that the destination holds, apart from keys that attempts have changed;
 *     empty if unknown
 * @param present the number of that commit's objects at the destination, if known
 * @param globs the keys of that commit that the destination has
 * @param attempts commits of later attempts, oldest first, distinct, without the base
 * @param origin the source of this information
 * @param unfinished the newest export, if it began to write, did not succeed, and no other export
 *     has written since; it may be resumed
 * @param exports ids of the exports whose folders exist, newest first
 * @param markers the names of the markers at the root
 * @param unsettled facts that may change the destination after this was read
 */
public record DestinationState(
    Optional<String> base,
    OptionalLong present,
    KeyGlobs globs,
    List<String> attempts,
    Origin origin,
    Optional<ExportRecord> unfinished,
    List<String> exports,
    List<String> markers,
    Unsettled unsettled) {

  /**
   * The facts that the next record must carry on.
   *
   * @param traces the names of all traces of lost leases; their commits are among the attempts
   * @param late runs that may still write after the next export has ended; their commits are among
   *     the attempts
   * @param unusable the names of markers that report a change and whose ids are not commit ids; the
   *     content of the destination is then unknown
   */
  public record Unsettled(List<String> traces, List<LateWriter> late, List<String> unusable) {
    /** No such facts. */
    public static final Unsettled NONE = new Unsettled(List.of(), List.of(), List.of());

    public Unsettled {
      traces = List.copyOf(traces);
      late = List.copyOf(late);
      unusable = List.copyOf(unusable);
    }
  }

  /** The source of information about a destination's state. */
  public enum Origin {
    /** The newest record of the ledger. */
    LEDGER,
    /** Markers of another exporter, or of a ledger that no longer exists; there is no ledger. */
    MARKERS,
    /** No source: neither a ledger nor a marker exists, or both are ignored. */
    NOTHING
  }

  public DestinationState {
    attempts = List.copyOf(attempts);
    exports = exports.stream().filter(ExportId::isOne).distinct().toList();
    markers = List.copyOf(markers);
    if (base.filter(attempts::contains).isPresent()
        || Set.copyOf(attempts).size() != attempts.size()) {
      throw new IllegalArgumentException("Invalid attempts since " + base + ": " + attempts);
    }
  }

  /** Creates a state in which nothing is unsettled. */
  public DestinationState(
      Optional<String> base,
      OptionalLong present,
      KeyGlobs globs,
      List<String> attempts,
      Origin origin,
      Optional<ExportRecord> unfinished,
      List<String> exports,
      List<String> markers) {
    this(base, present, globs, attempts, origin, unfinished, exports, markers, Unsettled.NONE);
  }

  /**
   * Reads the state of a destination.
   *
   * @param ledger the ledger as it was read
   * @param root the destination's root
   * @param source the source to export: {@code lakefs://repo}
   * @param isCommit whether a marker's id can be a commit id, and may thus be trusted
   * @throws UnusableLedgerException if a relevant record is damaged, has another format version, or
   *     belongs to another source or destination
   * @throws IOException if the root cannot be read
   */
  public static DestinationState read(
      Stores stores,
      LedgerSnapshot ledger,
      Location root,
      String source,
      Predicate<String> isCommit)
      throws IOException {
    if (ledger.damage().isPresent()) {
      throw ledger.damage().get();
    }
    for (ExportRecord record : ledger.heads()) {
      RecordFile.require(record, ledger.ledger(), source, root);
    }
    return new HoldingsReader(ledger, Markers.at(stores, root), isCommit).read();
  }

  /**
   * Returns an unknown state, which trusts no record or marker. It leads to a full export over any
   * existing objects.
   *
   * @throws IOException if the root cannot be listed
   */
  public static DestinationState unknown(Stores stores, LedgerSnapshot ledger, Location root)
      throws IOException {
    return new DestinationState(
        Optional.empty(),
        OptionalLong.empty(),
        KeyGlobs.ALL,
        List.of(),
        Origin.NOTHING,
        Optional.empty(),
        ledger.exports(),
        Markers.at(stores, root).names(),
        new Unsettled(ledger.traceNames(), ledger.lateWriters(), List.of()));
  }

  /**
   * Returns the state of a destination that receives exports of rows, for which only records and
   * markers matter.
   *
   * @param markers the location of the markers
   * @param destination the destination as ledgers name it
   * @param source the source that all its exports must have; empty if they may differ
   * @throws UnusableLedgerException if a relevant record is damaged, has another format version, or
   *     is of objects, another destination or another source
   * @throws IOException if the markers cannot be read
   */
  public static DestinationState ofRows(
      Stores stores,
      LedgerSnapshot ledger,
      Location markers,
      String destination,
      Optional<String> source)
      throws IOException {
    if (ledger.damage().isPresent()) {
      throw ledger.damage().get();
    }
    for (ExportRecord record : ledger.heads()) {
      RecordFile.requireRows(record, ledger.ledger(), destination, source);
    }
    return unknown(stores, ledger, markers);
  }

  /**
   * Returns a copy whose base is the given commit, as the user claims against the ledger. The base
   * of the ledger counts as an attempt, so the next export is correct in either case.
   */
  public DestinationState believing(String commit) {
    if (base.filter(commit::equals).isPresent()) {
      return this;
    }
    return new DestinationState(
        Optional.of(commit),
        OptionalLong.empty(),
        globs,
        distinct(Stream.concat(attempts.stream(), base.stream()), commit),
        origin,
        Optional.empty(),
        exports,
        markers,
        unsettled);
  }

  /**
   * Returns a copy without a base and without an export to resume.
   *
   * @param tried commits of attempts; any key may be as one of them has it
   */
  public DestinationState withoutBase(List<String> tried) {
    return new DestinationState(
        Optional.empty(),
        OptionalLong.empty(),
        globs,
        tried,
        origin,
        Optional.empty(),
        exports,
        markers,
        unsettled);
  }

  /** Returns a copy with only some of the keys. */
  public DestinationState of(KeyGlobs some) {
    return new DestinationState(
        base,
        globs.equals(some) ? present : OptionalLong.empty(),
        some,
        attempts,
        origin,
        unfinished,
        exports,
        markers,
        unsettled);
  }

  /** Returns this state in the form of the next export's record. */
  ExportRecord.Before before() {
    return new ExportRecord.Before(
        base.orElse(null),
        present.isPresent() ? present.getAsLong() : null,
        globs.texts(),
        attempts,
        markers,
        unsettled.traces(),
        unsettled.late());
  }

  static List<String> distinct(Stream<String> commits, @Nullable String base) {
    return commits.filter(id -> !id.equals(base)).distinct().toList();
  }
}
