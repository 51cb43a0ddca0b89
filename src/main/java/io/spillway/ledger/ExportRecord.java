package io.spillway.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.Snapshot;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code export.json} holds. Its fields are documented in {@code docs/reference/ledger.md}.
 *
 * <p>The newest one alone tells what the destination holds: each carries on what the one before it
 * knew.
 *
 * @param formatVersion of this file
 * @param exportId names the export
 * @param state where it stands
 * @param what is exported to where; the same for all runs of the export
 * @param run the latest run of it
 * @param wrote whether its rounds began; until then the destination is as it was
 * @param before what was known of the destination when the export began
 * @param end how the run ended, absent until it did
 * @param counts what the run did
 * @param cost what that cost; absent until it ended, and in older records
 * @param failures the first of them
 * @param exports ids of the earlier exports whose folders still exist, newest first
 * @param rows of an export of rows: which, and how far it is; absent for all others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExportRecord(
    int formatVersion,
    String exportId,
    State state,
    What what,
    Run run,
    boolean wrote,
    Before before,
    @Nullable End end,
    Counts counts,
    @Nullable RecordedCost cost,
    List<Failure> failures,
    List<String> exports,
    @Nullable RowsRecord rows) {

  /** The version that is written, and the only one that is read. */
  static final int FORMAT_VERSION = 3;

  /**
   * What is exported to where.
   *
   * @param source {@code lakefs://repo}
   * @param commitId the exported commit; absent for an export of rows
   * @param since the commit from which only the difference is exported; absent for all of it
   * @param destination the root
   * @param metadata what becomes of metadata that the destination cannot hold: {@code strict} or
   *     {@code drop-invalid}; absent for an export of rows
   * @param filters which of its keys: each glob with a {@code +} or {@code -} before it, in order;
   *     none for all keys
   * @param writing what was chosen about how the store keeps what is written: encryption, storage
   *     class, by name; empty where the store decides, and in older records
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record What(
      String source,
      @Nullable String commitId,
      @Nullable String since,
      String destination,
      @Nullable String metadata,
      List<String> filters,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
          Map<String, String> writing) {
    public What {
      filters = KeyGlobs.parse(filters).texts();
      writing = Collections.unmodifiableMap(new TreeMap<>(writing));
      Objects.requireNonNull(source);
      Objects.requireNonNull(destination);
    }

    /** That commit, or its difference since another, to that root. */
    public static What of(
        Snapshot snapshot, Optional<String> since, Location root, String metadata) {
      return new What(
          snapshot.source(),
          snapshot.id(),
          since.orElse(null),
          root.toString(),
          metadata,
          List.of(),
          Map.of());
    }

    /** Rows of that source to a folder below that root. */
    public static What ofRows(String source, Location root) {
      return new What(source, null, null, root.toString(), null, List.of(), Map.of());
    }

    /** The exported commit; empty for an export of rows. */
    public String commit() {
      return commitId == null ? "" : commitId;
    }

    /** The same of some keys only. */
    public What of(KeyGlobs globs) {
      return new What(source, commitId, since, destination, metadata, globs.texts(), writing);
    }

    /** Returns a copy that says how objects are written. */
    public What writtenWith(Map<String, String> chosen) {
      return new What(source, commitId, since, destination, metadata, filters, chosen);
    }

    /** Which of its keys. */
    public KeyGlobs globs() {
      return KeyGlobs.parse(filters);
    }
  }

  /**
   * One run of an export.
   *
   * @param lease the number of the lease that it holds; exports are ordered by it
   * @param attempt 1 for the first run of the export
   * @param startedAt ISO-8601, UTC
   * @param spillwayVersion who wrote it
   */
  public record Run(long lease, int attempt, String startedAt, String spillwayVersion) {
    private static final long HIGHEST_LEASE = 1_000_000_000_000_000L;

    public Run {
      if (lease < 0 || lease > HIGHEST_LEASE) {
        throw new IllegalArgumentException("Invalid lease: " + lease);
      }
      Instant.parse(startedAt);
      Objects.requireNonNull(spillwayVersion);
    }
  }

  /**
   * What was known of the destination when an export began.
   *
   * @param base the commit that it held, where no attempt changed it; absent when unknown
   * @param present how many objects it held of that commit; absent when unknown
   * @param filters which of that commit's keys it held
   * @param attempts commits that were tried since then without SUCCESS, oldest first: it may hold
   *     any of them
   * @param markers the names of all markers at the root; what appears later without being this
   *     export's was written by another exporter
   * @param traces the names of all traces of lost leases; empty in older records. The attempts have
   *     their commits
   * @param late runs that may still write after this export has ended; empty in older records. The
   *     attempts have their commits
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Before(
      @Nullable String base,
      @Nullable Long present,
      List<String> filters,
      List<String> attempts,
      List<String> markers,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
          List<String> traces,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
          List<LateWriter> late) {
    public Before {
      filters = KeyGlobs.parse(filters).texts();
      attempts = List.copyOf(attempts);
      markers = List.copyOf(markers);
      traces = List.copyOf(traces);
      late = List.copyOf(late);
    }

    /** Of a destination that nothing was tried on since that commit. */
    static Before settled(@Nullable String base, @Nullable Long present, List<String> filters) {
      return new Before(base, present, filters, List.of(), List.of(), List.of(), List.of());
    }

    private Before after(Duration held, Duration lasts) {
      List<LateWriter> later = late.stream().map(one -> one.after(held, lasts)).toList();
      return new Before(base, present, filters, attempts, markers, traces, later);
    }
  }

  /**
   * How a run ended.
   *
   * @param endedAt ISO-8601, UTC
   * @param durationMillis of the run
   * @param marker the marker's name
   */
  public record End(String endedAt, long durationMillis, String marker) {
    public End {
      Instant.parse(endedAt);
      Objects.requireNonNull(marker);
    }

    static End of(Run run, Instant endedAt, String marker) {
      long millis = Duration.between(Instant.parse(run.startedAt()), endedAt).toMillis();
      return new End(endedAt.toString(), millis, marker);
    }
  }

  /**
   * What a run did, in numbers.
   *
   * @param present objects in the exported commit; absent when they were never counted
   * @param objects that it copied
   * @param bytes of content in them
   * @param skipped what an earlier run of the same export had finished: copies and deletes
   * @param skippedBytes of content in them
   * @param deleted objects that it deleted
   * @param mirrored how many of these were in no exported commit; absent when there were none
   * @param leftovers objects at the destination that no exported commit knows
   * @param provedBySize objects whose checksum could prove nothing
   * @param metadataDropped objects that lost metadata because the user asked for it
   * @param metadataNotKept objects that lost metadata because the destination holds none
   * @param failed how many failed
   * @param imported objects that lie outside the source's own storage, by bucket; absent when there
   *     are none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Counts(
      @Nullable Long present,
      long objects,
      long bytes,
      long skipped,
      long skippedBytes,
      long deleted,
      @Nullable Long mirrored,
      long leftovers,
      long provedBySize,
      long metadataDropped,
      long metadataNotKept,
      long failed,
      @Nullable RecordedImports imported) {
    static Counts of(Summary summary, OptionalLong present) {
      return new Counts(
          present.isPresent() ? present.getAsLong() : null,
          summary.copied().objects(),
          summary.copied().bytes(),
          summary.skipped().objects(),
          summary.skipped().bytes(),
          summary.deleted(),
          summary.mirrored() == 0 ? null : summary.mirrored(),
          summary.leftovers(),
          summary.provedBySize(),
          summary.metadataDropped(),
          summary.metadataNotKept(),
          summary.failures().total(),
          RecordedImports.of(summary.imports()));
    }
  }

  public ExportRecord {
    Objects.requireNonNull(exportId);
    Objects.requireNonNull(state);
    Objects.requireNonNull(what);
    Objects.requireNonNull(run);
    Objects.requireNonNull(before);
    Objects.requireNonNull(counts);
    if ((what.commitId() == null) != (rows != null)) {
      throw new IllegalArgumentException("Invalid record " + exportId + ": of objects or of rows");
    }
    failures = List.copyOf(failures);
    exports = List.copyOf(exports);
  }

  /**
   * The first record of a new export.
   *
   * @param id names it; it began when the id says
   * @param lease the number of the lease that it holds
   * @param version of Spillway
   * @param holdings what is known of the destination
   */
  public static ExportRecord first(
      ExportId id, What what, long lease, String version, DestinationState holdings) {
    return first(id, what, lease, version, holdings, null);
  }

  /** The same of an export of rows. */
  public static ExportRecord first(
      ExportId id,
      What what,
      long lease,
      String version,
      DestinationState holdings,
      @Nullable RowsRecord rows) {
    return new ExportRecord(
        FORMAT_VERSION,
        id.text(),
        State.RUNNING,
        what,
        new Run(lease, 1, id.startedAt().toString(), version),
        false,
        holdings.before(),
        null,
        Counts.of(Summary.NONE, OptionalLong.empty()),
        null,
        List.of(),
        holdings.exports(),
        rows);
  }

  /**
   * The record of the next run of this export, which did not succeed.
   *
   * <p>What was known before its first run still holds, with what the runs since then may have
   * changed on top of it; the markers are those that are there by now.
   *
   * @param lease the number of the lease that the new run holds
   * @param startedAt when it began
   * @param version of Spillway
   * @param holdings what was read of the destination, this record among it
   */
  public ExportRecord again(
      long lease, Instant startedAt, String version, DestinationState holdings) {
    return new ExportRecord(
        FORMAT_VERSION,
        exportId,
        State.RUNNING,
        what,
        new Run(lease, run.attempt() + 1, startedAt.toString(), version),
        wrote,
        new Before(
            before.base(),
            before.present(),
            before.filters(),
            before.attempts(),
            holdings.markers(),
            holdings.unsettled().traces(),
            holdings.unsettled().late()),
        null,
        Counts.of(Summary.NONE, OptionalLong.empty()),
        null,
        List.of(),
        holdings.exports().stream().filter(id -> !id.equals(exportId)).toList(),
        rows);
  }

  /** The same with its rounds begun: from now on the destination may be another. */
  public ExportRecord writing() {
    return changed(draft -> draft.wrote = true);
  }

  ExportRecord ended(State how, End over, Summary summary, OptionalLong present) {
    return changed(
        draft -> {
          draft.state = how;
          draft.end = over;
          draft.counts = Counts.of(summary, present);
          draft.cost = RecordedCost.of(summary.cost());
          draft.failures = summary.failures().kept();
        });
  }

  /** Returns a copy whose run has held the lease for so long. */
  ExportRecord after(Duration held, Duration lasts) {
    return changed(draft -> draft.before = before.after(held, lasts));
  }

  ExportRecord in(State changed) {
    return changed(draft -> draft.state = changed);
  }

  /** Returns a copy that names only the first of its failures. */
  ExportRecord naming(int amount) {
    return changed(draft -> draft.failures = failures.subList(0, amount));
  }

  ExportRecord keeping(List<String> others) {
    return changed(draft -> draft.exports = others);
  }

  /** Returns a copy of an export of rows with its progress. */
  public ExportRecord of(RowsRecord reached) {
    return changed(draft -> draft.rows = reached);
  }

  private ExportRecord changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done(this);
  }

  /** A record while some of its fields change. */
  private static final class Draft {
    private State state;
    private boolean wrote;
    private Before before;
    private @Nullable End end;
    private Counts counts;
    private @Nullable RecordedCost cost;
    private List<Failure> failures;
    private List<String> exports;
    private @Nullable RowsRecord rows;

    Draft(ExportRecord record) {
      state = record.state;
      wrote = record.wrote;
      before = record.before;
      end = record.end;
      counts = record.counts;
      cost = record.cost;
      failures = record.failures;
      exports = record.exports;
      rows = record.rows;
    }

    ExportRecord done(ExportRecord of) {
      return new ExportRecord(
          of.formatVersion,
          of.exportId,
          state,
          of.what,
          of.run,
          wrote,
          before,
          end,
          counts,
          cost,
          failures,
          exports,
          rows);
    }
  }

  /** What its marker is called by: the commit, or the export itself where there is none. */
  String markerId() {
    return what.commitId() == null ? exportId : what.commitId();
  }
}
