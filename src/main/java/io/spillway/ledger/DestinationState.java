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
 * What is known of a destination: it holds {@code base}, except where an attempt since then has
 * brought keys to what that attempt's commit says of them.
 *
 * @param base the commit that it holds for sure, if no attempt changed it; empty when unknown
 * @param present how many objects it has of that commit, where that is known
 * @param globs which of that commit's keys it has
 * @param attempts commits that were tried since then, oldest first, distinct, never the base
 * @param origin what tells it
 * @param unfinished the newest export, if it began to write and did not succeed, and nobody else
 *     wrote since: it may be resumed
 * @param exports ids of the exports whose folders exist, newest first
 * @param markers the names of the markers at the root
 * @param unsettled what may change the destination after this was read
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
   * The facts that the next record has to carry on.
   *
   * @param traces the names of all traces of lost leases; the attempts have their commits
   * @param late runs that may still write after the next export has ended; the attempts have their
   *     commits
   * @param unusable the names of markers that tell of a change and whose ids are none of a commit:
   *     what the destination holds is unknown then
   */
  public record Unsettled(List<String> traces, List<LateWriter> late, List<String> unusable) {
    /** Nothing. */
    public static final Unsettled NONE = new Unsettled(List.of(), List.of(), List.of());

    public Unsettled {
      traces = List.copyOf(traces);
      late = List.copyOf(late);
      unusable = List.copyOf(unusable);
    }
  }

  /** What tells the state of a destination. */
  public enum Origin {
    /** The newest record of the ledger. */
    LEDGER,
    /** There is no ledger, but another exporter's markers, or those of a ledger that is gone. */
    MARKERS,
    /** There is neither, or nobody believes them. */
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
   * Reads what is known.
   *
   * @param ledger as it was read
   * @param root the destination's root
   * @param source what is to be exported: {@code lakefs://repo}
   * @param isCommit whether a marker's id can be that of a commit, and so may be believed
   * @throws UnusableLedgerException when a record that matters is damaged, of another format
   *     version, or belongs to another source or destination
   * @throws IOException when the root cannot be read
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
   * Nothing is known and nothing is believed: a full export over whatever is there.
   *
   * @throws IOException when the root cannot be listed
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
   * What a root that takes exports of rows is known by: they lie beside each other, so only their
   * records and markers matter. A run that lost its lease writes nowhere but in its own folder.
   *
   * @throws UnusableLedgerException when a record that matters is damaged, of another format
   *     version, or of an export of objects
   * @throws IOException when the root cannot be read
   */
  public static DestinationState ofRows(Stores stores, LedgerSnapshot ledger, Location root)
      throws IOException {
    if (ledger.damage().isPresent()) {
      throw ledger.damage().get();
    }
    for (ExportRecord record : ledger.heads()) {
      RecordFile.requireRows(record, ledger.ledger(), root);
    }
    return unknown(stores, ledger, root);
  }

  /**
   * The same if the destination holds the given commit, as the user says against the ledger. What
   * the ledger says instead counts as an attempt, so that the next export is right in either case.
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
   * Returns a copy in which no base is known, and nothing is resumed.
   *
   * @param tried commits that any key may be as one of them has it
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

  /** The same of some of the keys only. */
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

  /** As the record of the next export has it. */
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
