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
 * The content of {@code export.json}. Its fields are documented in {@code
 * docs/reference/ledger.md}.
 *
 * <p>The newest record alone determines what the destination holds, because each record carries on
 * the knowledge of the previous one.
 *
 * @param formatVersion the version of this file's format
 * @param exportId the id of the export
 * @param state the state of the export
 * @param what the source and the destination; equal for all runs of the export
 * @param run the latest run of the export
 * @param wrote whether its rounds have begun; until then the destination is unchanged
 * @param before the known state of the destination when the export began
 * @param end the end of the run; absent before that
 * @param counts the work of the run
 * @param cost the cost of the run; absent before its end, and in older records
 * @param failures the first failures
 * @param exports ids of the earlier exports whose folders still exist, newest first
 * @param rows the tables and progress of an export of rows; absent for all others
 * @param request the request of the latest run; absent in older records
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
    RecordedCounts counts,
    @Nullable RecordedCost cost,
    List<Failure> failures,
    List<String> exports,
    @Nullable RowsRecord rows,
    @Nullable RecordedRequest request) {

  /** The version that is written, and the only one that can be read. */
  static final int FORMAT_VERSION = 3;

  /**
   * The source and the destination of an export.
   *
   * @param source {@code lakefs://repo}
   * @param commitId the exported commit; absent for an export of rows
   * @param since the commit from which only the difference is exported; absent for a whole commit
   * @param destination the root
   * @param metadata the policy for metadata that the destination cannot hold: {@code strict} or
   *     {@code drop-invalid}; absent for an export of rows
   * @param filters the selected keys: each glob with a {@code +} or {@code -} before it, in order;
   *     empty for all keys
   * @param writing the chosen options of the store for written objects (encryption, storage class),
   *     by name; empty if the store decides, and in older records
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

    /** Returns the export of a commit, or of its difference since another, to a root. */
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

    /** Returns the export of a source's rows to a destination. */
    public static What ofRows(String source, String destination) {
      return new What(source, null, null, destination, null, List.of(), Map.of());
    }

    /** Returns the exported commit; empty for an export of rows. */
    public String commit() {
      return commitId == null ? "" : commitId;
    }

    /** Returns a copy with only some of the keys. */
    public What of(KeyGlobs globs) {
      return new What(source, commitId, since, destination, metadata, globs.texts(), writing);
    }

    /** Returns a copy with the chosen options for written objects. */
    public What writtenWith(Map<String, String> chosen) {
      return new What(source, commitId, since, destination, metadata, filters, chosen);
    }

    /** Returns the selected keys. */
    public KeyGlobs globs() {
      return KeyGlobs.parse(filters);
    }
  }

  /**
   * One run of an export.
   *
   * @param lease the number of the lease that it holds, which orders exports
   * @param attempt 1 for the first run of the export
   * @param startedAt ISO-8601, UTC
   * @param spillwayVersion the version of Spillway that wrote it
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
   * The known state of a destination when an export began.
   *
   * @param base the commit that it held, apart from keys that attempts have changed; absent if
   *     unknown
   * @param present the number of that commit's objects at the destination; absent if unknown
   * @param filters the keys of that commit that it held
   * @param attempts later commits without SUCCESS, oldest first; any key may be as one of them has
   *     it
   * @param markers the names of all markers at the root; a later marker that is not this export's
   *     was written by another exporter
   * @param traces the names of all traces of lost leases; empty in older records. Their commits are
   *     among the attempts
   * @param late runs that may still write after this export has ended; empty in older records.
   *     Their commits are among the attempts
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

    /** Returns the state of a destination that no attempt has changed since the given commit. */
    static Before settled(@Nullable String base, @Nullable Long present, List<String> filters) {
      return new Before(base, present, filters, List.of(), List.of(), List.of(), List.of());
    }

    private Before after(Duration held, Duration lasts) {
      List<LateWriter> later = late.stream().map(one -> one.after(held, lasts)).toList();
      return new Before(base, present, filters, attempts, markers, traces, later);
    }
  }

  /**
   * The end of a run.
   *
   * @param endedAt ISO-8601, UTC
   * @param durationMillis the duration of the run
   * @param marker the marker's name below the root
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
   * Returns the first record of a new export.
   *
   * @param id the id of the export, with its start time
   * @param lease the number of the lease that it holds
   * @param version the version of Spillway
   * @param holdings the known state of the destination
   */
  public static ExportRecord first(
      ExportId id, What what, long lease, String version, DestinationState holdings) {
    return first(id, what, lease, version, holdings, null);
  }

  /** Returns the first record of a new export of rows. */
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
        RecordedCounts.of(Summary.NONE, OptionalLong.empty()),
        null,
        List.of(),
        holdings.exports(),
        rows,
        null);
  }

  /**
   * Returns the record of the next run of this export, which has not succeeded.
   *
   * <p>The state before the first run still applies, changed by the runs since then. The markers
   * are the current ones.
   *
   * @param lease the number of the lease that the new run holds
   * @param startedAt the start time of the new run
   * @param version the version of Spillway
   * @param holdings the state of the destination, read with this record included
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
        RecordedCounts.of(Summary.NONE, OptionalLong.empty()),
        null,
        List.of(),
        holdings.exports().stream().filter(id -> !id.equals(exportId)).toList(),
        rows,
        null);
  }

  /** Returns a copy whose rounds have begun; from then on the destination may have changed. */
  public ExportRecord writing() {
    return changed(draft -> draft.wrote = true);
  }

  ExportRecord ended(State how, End over, Summary summary, OptionalLong present) {
    return changed(
        draft -> {
          draft.state = how;
          draft.end = over;
          draft.counts = RecordedCounts.of(summary, present);
          draft.cost = RecordedCost.of(summary.cost());
          draft.failures = summary.failures().kept();
        });
  }

  /** Returns a copy whose run has held the lease for the given time. */
  ExportRecord after(Duration held, Duration lasts) {
    return changed(draft -> draft.before = before.after(held, lasts));
  }

  ExportRecord in(State changed) {
    return changed(draft -> draft.state = changed);
  }

  /** Returns a copy that lists only the first failures. */
  ExportRecord naming(int amount) {
    return changed(draft -> draft.failures = failures.subList(0, amount));
  }

  ExportRecord keeping(List<String> others) {
    return changed(draft -> draft.exports = others);
  }

  /** Returns a copy with updated row progress. */
  public ExportRecord of(RowsRecord reached) {
    return changed(draft -> draft.rows = reached);
  }

  /** Returns a copy with the request of this run, if it is known. */
  public ExportRecord requestedBy(Optional<RecordedRequest> asked) {
    return changed(draft -> draft.request = asked.orElse(null));
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
    private RecordedCounts counts;
    private @Nullable RecordedCost cost;
    private List<Failure> failures;
    private List<String> exports;
    private @Nullable RowsRecord rows;
    private @Nullable RecordedRequest request;

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
      request = record.request;
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
          rows,
          request);
    }
  }

  /**
   * Returns the id in the marker's name: the commit, or the export itself for an export of rows.
   */
  String markerId() {
    return what.commitId() == null ? exportId : what.commitId();
  }
}
