package io.spillway.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.spillway.base.RowSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code export.json} says of an export of rows.
 *
 * @param snapshot names the exported state at its source
 * @param position of that state in the source's history; empty where it has none
 * @param takenAt when it was taken, ISO-8601 in UTC, by the source's clock
 * @param compression of the files: {@code zstd}
 * @param count rows that were written
 * @param done tables of which all rows were
 * @param tables each of them, in the order of their names
 * @param skipped what was asked for and cannot be exported
 * @param notes what the user should know of how it was chosen
 */
public record RowsRecord(
    String snapshot,
    String position,
    String takenAt,
    String compression,
    long count,
    int done,
    List<OfTable> tables,
    List<Skipped> skipped,
    List<String> notes) {

  /** Where a table stands. */
  public enum TableState {
    /** None of its rows was written yet. */
    STARTING,
    /** Some were. */
    IN_PROGRESS,
    /** All were. */
    COMPLETE,
    /** Some cannot be. */
    FAILED,
    /** The export ended before all were. */
    CANCELED
  }

  /**
   * How far a table is.
   *
   * @param table its name: {@code shop.public.orders}
   * @param folder of its files, below the export's own
   * @param percent of what there is to read, by the source's statistics
   * @param rows that were written
   * @param files that were written
   * @param bytes of those
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
   * A table that was asked for and is not exported.
   *
   * @param table its name
   * @param reason why
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

  /** Files that were written. */
  public long files() {
    return tables.stream().mapToLong(OfTable::files).sum();
  }

  /** Bytes of them. */
  public long bytes() {
    return tables.stream().mapToLong(OfTable::bytes).sum();
  }

  /** How far an export of that snapshot is. */
  public static RowsRecord of(
      RowSnapshot snapshot,
      String compression,
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
        notes);
  }
}
