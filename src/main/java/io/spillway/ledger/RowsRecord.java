package io.spillway.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.spillway.base.Consistency;
import io.spillway.base.RowSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@code export.json} that describes an export of rows.
 *
 * @param snapshot the name of the exported state at its source
 * @param position the position of that state in the source's history; empty if it has none
 * @param takenAt the time of that state, ISO-8601 in UTC, by the source's clock
 * @param compression the compression of the files: {@code zstd}
 * @param count the number of written rows
 * @param done the number of completely written tables
 * @param tables the tables in the order of their names
 * @param skipped requested tables that cannot be exported
 * @param notes notes for the user on how the state was chosen
 * @param consistency the level of consistency of the rows: {@code SNAPSHOT}; absent in older
 *     records
 * @param consistencyRemark the source's phrase on exceptions; absent for none
 * @param increment the checkpoints of an incremental source; absent for all others
 * @param layout the arrangement of files and records; absent if each export has a folder of files
 *     beside those of others, and in older records
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RowsRecord(
    String snapshot,
    String position,
    String takenAt,
    String compression,
    long count,
    int done,
    List<OfTable> tables,
    List<Skipped> skipped,
    List<String> notes,
    @Nullable String consistency,
    @Nullable String consistencyRemark,
    @Nullable Increment increment,
    @Nullable String layout) {

  /**
   * The progress of a source that is exported step by step. Its texts are opaque.
   *
   * @param before the checkpoint of the destination before this export; absent for none
   * @param after the checkpoint after it, which counts only if this export succeeds; absent before
   *     its rows are complete
   * @param removed the number of files of earlier exports that it replaces
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Increment(@Nullable String before, @Nullable String after, long removed) {}

  /** The state of a table. */
  public enum TableState {
    /** None of its rows is written yet. */
    STARTING,
    /** Some of its rows are written. */
    IN_PROGRESS,
    /** All of its rows are written. */
    COMPLETE,
    /** Some of its rows cannot be written. */
    FAILED,
    /** The export ended before all rows were written. */
    CANCELED
  }

  /**
   * The progress of a table.
   *
   * @param table the name: {@code shop.public.orders}
   * @param folder the place of its rows as the destination names it; a folder below the export's
   *     own, or empty if the destination has none per table
   * @param percent the part read, by the source's statistics
   * @param rows the number of written rows
   * @param files the number of written files
   * @param bytes bytes of these files
   * @param reason why it failed; absent unless it did
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OfTable(
      String table,
      String folder,
      TableState state,
      int percent,
      long rows,
      int files,
      long bytes,
      @Nullable String reason) {
    public OfTable {
      Objects.requireNonNull(table);
      Objects.requireNonNull(folder);
      Objects.requireNonNull(state);
    }
  }

  /**
   * A requested table that is not exported.
   *
   * @param table its name
   * @param reason why it is not exported
   */
  public record Skipped(String table, String reason) {}

  public RowsRecord {
    Objects.requireNonNull(snapshot);
    Objects.requireNonNull(position);
    Instant.parse(takenAt);
    Objects.requireNonNull(compression);
    tables = List.copyOf(tables);
    skipped = List.copyOf(skipped);
    notes = List.copyOf(notes);
  }

  /** Returns the number of written files. */
  public long files() {
    return tables.stream().mapToLong(OfTable::files).sum();
  }

  /** Returns the bytes of the written files. */
  public long bytes() {
    return tables.stream().mapToLong(OfTable::bytes).sum();
  }

  /**
   * Returns the progress of an export of the given snapshot.
   *
   * @param layout the arrangement of files and records; null for the usual one
   */
  public static RowsRecord of(
      RowSnapshot snapshot,
      Consistency consistency,
      String compression,
      @Nullable String layout,
      List<OfTable> tables,
      List<Skipped> skipped,
      List<String> notes) {
    return new RowsRecord(
        snapshot.id(),
        snapshot.position(),
        snapshot.takenAt().toString(),
        compression,
        tables.stream().mapToLong(OfTable::rows).sum(),
        (int) tables.stream().filter(table -> table.state() == TableState.COMPLETE).count(),
        tables,
        skipped,
        notes,
        consistency.level().name(),
        consistency.remark().isEmpty() ? null : consistency.remark(),
        null,
        layout);
  }

  /** Returns a copy with the progress of a source that is exported step by step. */
  public RowsRecord with(@Nullable Increment progress) {
    return new RowsRecord(
        snapshot,
        position,
        takenAt,
        compression,
        count,
        done,
        tables,
        skipped,
        notes,
        consistency,
        consistencyRemark,
        progress,
        layout);
  }

  /** Returns the consistency of the rows; empty if it is not recorded. */
  public Optional<Consistency> guarantee() {
    return consistency == null
        ? Optional.empty()
        : Optional.of(
            new Consistency(
                Consistency.Level.valueOf(consistency),
                consistencyRemark == null ? "" : consistencyRemark));
  }
}
