package io.spillway.ledger;

import io.spillway.KeyGlobs;
import io.spillway.Location;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
 */
public record Holdings(
    Optional<String> base,
    OptionalLong present,
    KeyGlobs globs,
    List<String> attempts,
    Origin origin,
    Optional<ExportRecord> unfinished,
    List<String> exports,
    List<String> markers) {

  /** What tells the state of a destination. */
  public enum Origin {
    /** The newest record of the ledger. */
    LEDGER,
    /** There is no ledger, but another exporter's markers, or those of a ledger that is gone. */
    MARKERS,
    /** There is neither, or nobody believes them. */
    NOTHING
  }

  public Holdings {
    attempts = List.copyOf(attempts);
    exports = exports.stream().filter(ExportId::isOne).distinct().toList();
    markers = List.copyOf(markers);
    if (base.filter(attempts::contains).isPresent()
        || Set.copyOf(attempts).size() != attempts.size()) {
      throw new IllegalArgumentException("Invalid attempts since " + base + ": " + attempts);
    }
  }

  /**
   * Reads what is known.
   *
   * @param ledger where records are kept
   * @param root the destination's root
   * @param source what is to be exported: {@code lakefs://repo}
   * @param ids of the exports that ever held a lease, newest first; the first of them that has a
   *     record tells all
   * @throws UnusableLedgerException when that record is damaged, of another format version, or
   *     belongs to another source or destination
   * @throws IOException when the ledger or the root cannot be read
   */
  public static Holdings read(
      Stores stores, Location ledger, Location root, String source, List<String> ids)
      throws IOException {
    Optional<ExportRecord> newest = newest(stores.open(ledger), ledger, ids);
    if (newest.isPresent()) {
      RecordFile.require(newest.get(), ledger, source, root);
    }
    Markers markers = Markers.at(stores, root);
    return newest.map(record -> of(record, markers)).orElseGet(() -> of(markers));
  }

  /**
   * Nothing is known and nothing is believed: a full export over whatever is there.
   *
   * @param ids of the exports that ever held a lease, newest first
   * @throws IOException when the root cannot be listed
   */
  public static Holdings unknown(Stores stores, Location root, List<String> ids)
      throws IOException {
    return new Holdings(
        Optional.empty(),
        OptionalLong.empty(),
        KeyGlobs.ALL,
        List.of(),
        Origin.NOTHING,
        Optional.empty(),
        ids,
        Markers.at(stores, root).names());
  }

  /**
   * What a root that takes exports of rows is known by: they lie beside each other, so only their
   * records and markers matter.
   *
   * @param ids of the exports that ever held a lease, newest first
   * @throws UnusableLedgerException when the newest record is damaged, of another format version,
   *     or of an export of objects
   * @throws IOException when the ledger or the root cannot be read
   */
  public static Holdings ofRows(Stores stores, Location ledger, Location root, List<String> ids)
      throws IOException {
    Optional<ExportRecord> newest = newest(stores.open(ledger), ledger, ids);
    if (newest.isPresent()) {
      RecordFile.requireRows(newest.get(), ledger, root);
    }
    List<String> exports =
        newest
            .map(
                record ->
                    Stream.concat(Stream.of(record.exportId()), record.exports().stream()).toList())
            .orElse(ids);
    return unknown(stores, root, exports);
  }

  /**
   * The same if the destination holds the given commit, as the user says against the ledger. What
   * the ledger says instead counts as an attempt, so that the next export is right in either case.
   */
  public Holdings believing(String commit) {
    if (base.filter(commit::equals).isPresent()) {
      return this;
    }
    return new Holdings(
        Optional.of(commit),
        OptionalLong.empty(),
        globs,
        distinct(Stream.concat(attempts.stream(), base.stream()), commit),
        origin,
        Optional.empty(),
        exports,
        markers);
  }

  /** The same of some of the keys only. */
  public Holdings of(KeyGlobs some) {
    return new Holdings(
        base,
        globs.equals(some) ? present : OptionalLong.empty(),
        some,
        attempts,
        origin,
        unfinished,
        exports,
        markers);
  }

  /** As the record of the next export has it. */
  ExportRecord.Before before() {
    return new ExportRecord.Before(
        base.orElse(null),
        present.isPresent() ? present.getAsLong() : null,
        globs.texts(),
        attempts,
        markers);
  }

  private static Optional<ExportRecord> newest(ObjectStore store, Location ledger, List<String> ids)
      throws IOException {
    for (String id : new LinkedHashSet<>(ids)) {
      Optional<ExportRecord> record = RecordFile.read(store, ledger, id);
      if (record.isPresent()) {
        return record;
      }
    }
    return Optional.empty();
  }

  private static Holdings of(ExportRecord record, Markers markers) {
    boolean succeeded = succeeded(record, markers);
    ExportRecord.Before before = succeeded ? after(record) : record.before();
    List<String> own = record.wrote() && !succeeded ? List.of(record.what().commit()) : List.of();
    List<String> others = others(record, markers, record.wrote() || succeeded);
    Stream<String> tried =
        Stream.of(before.attempts(), own, others).flatMap(commits -> commits.stream());
    return new Holdings(
        Optional.ofNullable(before.base()),
        before.present() == null ? OptionalLong.empty() : OptionalLong.of(before.present()),
        KeyGlobs.parse(before.filters()),
        distinct(tried, before.base()),
        Origin.LEDGER,
        Optional.of(record).filter(it -> it.wrote() && !succeeded && others.isEmpty()),
        Stream.concat(Stream.of(record.exportId()), record.exports().stream()).toList(),
        markers.names());
  }

  /**
   * The commits that somebody else exported since the run began. No clocks are compared: a marker
   * that was not there then, and is not this export's, is another exporter's.
   *
   * @param counted whether the record's own commit is counted already; markers of it, whoever wrote
   *     them, then tell nothing new. Otherwise the export did not write, and only the marker that
   *     it names is its own
   */
  private static List<String> others(ExportRecord record, Markers markers, boolean counted) {
    Set<String> known = Set.copyOf(record.before().markers());
    return markers.found().stream()
        .filter(one -> !known.contains(one.name()))
        .filter(one -> record.end() == null || !one.name().equals(record.end().marker()))
        .map(one -> one.marker().id())
        .filter(id -> !(counted && id.equals(record.what().commit())))
        .toList();
  }

  private static boolean succeeded(ExportRecord record, Markers markers) {
    return switch (record.state()) {
      case SUCCEEDED -> true;
      case SIGNING -> record.end() != null && markers.names().contains(record.end().marker());
      case RUNNING, FAILED, CANCELED -> false;
    };
  }

  private static ExportRecord.Before after(ExportRecord succeeded) {
    return new ExportRecord.Before(
        succeeded.what().commitId(),
        succeeded.counts().present(),
        succeeded.what().filters(),
        List.of(),
        List.of());
  }

  private static Holdings of(Markers markers) {
    List<Markers.Found> successes = markers.successes();
    Optional<Marker> newest =
        successes.isEmpty()
            ? Optional.empty()
            : Optional.of(successes.get(successes.size() - 1).marker());
    Stream<String> since =
        markers.found().stream()
            .map(Markers.Found::marker)
            .filter(marker -> newest.isEmpty() || !marker.time().isBefore(newest.get().time()))
            .map(Marker::id);
    return new Holdings(
        newest.map(Marker::id),
        OptionalLong.empty(),
        KeyGlobs.ALL,
        distinct(since, newest.map(Marker::id).orElse(null)),
        markers.found().isEmpty() ? Origin.NOTHING : Origin.MARKERS,
        Optional.empty(),
        List.of(),
        markers.names());
  }

  private static List<String> distinct(Stream<String> commits, @Nullable String base) {
    return commits.filter(id -> !id.equals(base)).distinct().toList();
  }
}
