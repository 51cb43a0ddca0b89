package io.spillway.ledger;

import io.spillway.base.KeyGlobs;
import io.spillway.ledger.DestinationState.Origin;
import io.spillway.ledger.DestinationState.Unsettled;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A reader that derives the possible states of a destination from records, markers and traces.
 *
 * <p>INVARIANT: every key is as the base or one of the attempts has it. An export sets the keys
 * that it writes to the state of its commit, and leaves all others unchanged. The states that one
 * record knows, and the commits of all exports that wrote without its knowledge, are therefore the
 * only possible states, whatever their order.
 */
final class HoldingsReader {
  private final LedgerSnapshot ledger;
  private final Markers markers;
  private final Predicate<String> isCommit;

  HoldingsReader(LedgerSnapshot ledger, Markers markers, Predicate<String> isCommit) {
    this.ledger = ledger;
    this.markers = markers;
    this.isCommit = isCommit;
  }

  DestinationState read() {
    DestinationState read = ledger.newest().map(this::ofRecords).orElseGet(this::ofMarkers);
    if (read.unsettled().unusable().isEmpty()) {
      return read;
    }
    return read.withoutBase(
        Stream.concat(read.base().stream(), read.attempts().stream()).filter(isCommit).toList());
  }

  private DestinationState ofRecords(ExportRecord record) {
    boolean succeeded = succeeded(record);
    boolean counted = record.wrote() || succeeded;
    ExportRecord.Before before = succeeded ? after(record) : record.before();
    List<String> own = record.wrote() && !succeeded ? List.of(record.what().commit()) : List.of();
    List<Markers.Found> foreign = foreignMarkers(record, counted);
    List<String> others = others(record, foreign, counted);
    return new DestinationState(
        Optional.ofNullable(before.base()),
        before.present() == null ? OptionalLong.empty() : OptionalLong.of(before.present()),
        KeyGlobs.parse(before.filters()),
        DestinationState.distinct(
            Stream.of(before.attempts(), own, others).flatMap(commits -> commits.stream()),
            before.base()),
        Origin.LEDGER,
        Optional.of(record).filter(it -> it.wrote() && !succeeded && others.isEmpty()),
        ledger.exports(),
        markers.names(),
        unsettled(unusable(foreign)));
  }

  /** Returns commits that were written without the knowledge of the record, or after it ended. */
  private List<String> others(ExportRecord record, List<Markers.Found> foreign, boolean counted) {
    Stream<String> marked = foreign.stream().map(one -> one.marker().id());
    Stream<String> traced = newTraces(record).map(LeaseTrace::commitId);
    Stream<String> late = record.before().late().stream().map(LateWriter::commitId);
    Stream<String> unknown = ledger.heads().stream().skip(1).flatMap(this::states);
    return Stream.of(marked, traced, late, unknown)
        .flatMap(commits -> commits)
        .filter(id -> !(counted && id.equals(record.what().commit())))
        .distinct()
        .toList();
  }

  /** Returns all possible states of a destination according to one record alone. */
  private Stream<String> states(ExportRecord record) {
    boolean succeeded = succeeded(record);
    Stream<String> own = record.wrote() ? Stream.of(record.what().commit()) : Stream.of();
    Stream<String> late = record.before().late().stream().map(LateWriter::commitId);
    Stream<String> before =
        succeeded
            ? Stream.of()
            : Stream.concat(
                Stream.ofNullable(record.before().base()), record.before().attempts().stream());
    return Stream.of(before, own, late).flatMap(commits -> commits);
  }

  private Stream<LeaseTrace> newTraces(ExportRecord record) {
    return ledger.traces().stream()
        .filter(trace -> !record.before().traces().contains(trace.name()));
  }

  /**
   * Returns markers that another exporter wrote since the run began. No clocks are compared: a
   * marker that did not exist then, and is not this export's, is another exporter's.
   *
   * @param counted whether the record's own commit is among the states already, so that its
   *     markers, by any exporter, add nothing. Otherwise the export did not write, and only the
   *     marker that it names is its own
   */
  private List<Markers.Found> foreignMarkers(ExportRecord record, boolean counted) {
    Set<String> known = Set.copyOf(record.before().markers());
    return markers.found().stream()
        .filter(one -> !known.contains(one.name()))
        .filter(one -> record.end() == null || !one.name().equals(record.end().marker()))
        .filter(one -> !(counted && one.marker().id().equals(record.what().commit())))
        .toList();
  }

  private List<String> unusable(List<Markers.Found> found) {
    return found.stream()
        .filter(one -> !isCommit.test(one.marker().id()))
        .map(Markers.Found::name)
        .toList();
  }

  private Unsettled unsettled(List<String> unusable) {
    return new Unsettled(ledger.traceNames(), ledger.lateWriters(), unusable);
  }

  private boolean succeeded(ExportRecord record) {
    return switch (record.state()) {
      case SUCCEEDED -> true;
      case SIGNING -> record.end() != null && markers.names().contains(record.end().marker());
      case RUNNING, FAILED, CANCELED -> false;
    };
  }

  private static ExportRecord.Before after(ExportRecord succeeded) {
    return ExportRecord.Before.settled(
        succeeded.what().commitId(), succeeded.counts().present(), succeeded.what().filters());
  }

  private DestinationState ofMarkers() {
    List<Markers.Found> successes = markers.successes();
    Optional<Marker> newest =
        successes.isEmpty()
            ? Optional.empty()
            : Optional.of(successes.get(successes.size() - 1).marker());
    List<Markers.Found> since =
        markers.found().stream()
            .filter(one -> newest.isEmpty() || !one.marker().time().isBefore(newest.get().time()))
            .toList();
    Stream<String> tried =
        Stream.concat(
            since.stream().map(one -> one.marker().id()),
            ledger.traces().stream().map(LeaseTrace::commitId));
    return new DestinationState(
        newest.map(Marker::id),
        OptionalLong.empty(),
        KeyGlobs.ALL,
        DestinationState.distinct(tried, newest.map(Marker::id).orElse(null)),
        origin(),
        Optional.empty(),
        ledger.exports(),
        markers.names(),
        unsettled(unusable(since)));
  }

  private Origin origin() {
    if (!ledger.traces().isEmpty()) {
      return Origin.LEDGER;
    }
    return markers.found().isEmpty() ? Origin.NOTHING : Origin.MARKERS;
  }
}
