package io.spillway.export;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.request.Retention;
import io.spillway.request.Webhook;
import io.spillway.rows.parquet.Compression;
import io.spillway.store.Writing;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a user may choose for an export of rows, whatever they come from. Begin with {@link
 * #DEFAULT} and change what should differ.
 *
 * @param fileBytes about how much is read for one file
 * @param compression of the files
 * @param maxConnections to the source, in all
 * @param skipsUnreadable whether what cannot be exported is left out, instead of failing
 * @param exportId names the folder of the export; generated when empty
 * @param maxConcurrency requests in flight per executor
 * @param writing how objects are written
 * @param ledger where records are kept instead of {@code <root>/_spillway}
 * @param isDryRun whether only to plan: nothing is written
 * @param waits whether to wait for the destination's lease instead of refusing
 * @param retention how much of the past stays
 * @param hook where the export's record is posted when it has ended
 */
public record RowOptions(
    long fileBytes,
    Compression compression,
    int maxConnections,
    boolean skipsUnreadable,
    Optional<String> exportId,
    int maxConcurrency,
    Writing writing,
    Optional<Location> ledger,
    boolean isDryRun,
    boolean waits,
    Retention retention,
    Optional<Webhook> hook) {
  private static final long MIB = 1 << 20;

  /** What is chosen when nobody chooses. */
  public static final RowOptions DEFAULT =
      new RowOptions(
          256 * MIB,
          Compression.ZSTD,
          8,
          false,
          Optional.empty(),
          64,
          Writing.DEFAULT,
          Optional.empty(),
          false,
          false,
          Retention.DEFAULT,
          Optional.empty());

  public RowOptions {
    if (fileBytes < MIB) {
      throw badInput("--target-file-size is " + fileBytes + " bytes: give 1MiB or more.");
    }
    if (maxConnections < 2) {
      throw badInput(
          "--max-connections is "
              + maxConnections
              + ": give 2 or more, one holds the snapshot and the others read.");
    }
    ExportOptions.requireConcurrency(maxConcurrency);
  }

  private static SpillwayException badInput(String message) {
    return new SpillwayException(SpillwayException.Kind.BAD_INPUT, message);
  }

  /** The same with files of about that size. */
  public RowOptions withFileBytes(long other) {
    return changed(draft -> draft.fileBytes = other);
  }

  /** The same with files compressed in another way. */
  public RowOptions with(Compression other) {
    return changed(draft -> draft.compression = other);
  }

  /** The same with another bound on the connections to the source. */
  public RowOptions withMaxConnections(int other) {
    return changed(draft -> draft.maxConnections = other);
  }

  /** The same, but what cannot be exported is left out. */
  public RowOptions skippingUnreadable() {
    return changed(draft -> draft.skipsUnreadable = true);
  }

  /** The same into a folder by that name. */
  public RowOptions withExportId(String other) {
    return changed(draft -> draft.exportId = Optional.of(other));
  }

  /** The same with another bound on the requests in flight per executor. */
  public RowOptions withMaxConcurrency(int other) {
    return changed(draft -> draft.maxConcurrency = other);
  }

  /** The same with objects written in another way. */
  public RowOptions with(Writing other) {
    return changed(draft -> draft.writing = other);
  }

  /** The same with the ledger elsewhere. */
  public RowOptions withLedger(Location elsewhere) {
    return changed(draft -> draft.ledger = Optional.of(elsewhere.asRoot()));
  }

  /** The same, but nothing is written. */
  public RowOptions dryRun() {
    return changed(draft -> draft.isDryRun = true);
  }

  /** The same, but it waits for its turn. */
  public RowOptions waiting() {
    return changed(draft -> draft.waits = true);
  }

  /** The same with another retention. */
  public RowOptions with(Retention other) {
    return changed(draft -> draft.retention = other);
  }

  /** The same, but the record is posted when the export has ended, well or not. */
  public RowOptions with(Webhook other) {
    return changed(draft -> draft.hook = Optional.of(other));
  }

  private RowOptions changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** Options while one of them is changed. */
  private static final class Draft {
    private long fileBytes;
    private Compression compression;
    private int maxConnections;
    private boolean skipsUnreadable;
    private Optional<String> exportId;
    private int maxConcurrency;
    private Writing writing;
    private Optional<Location> ledger;
    private boolean isDryRun;
    private boolean waits;
    private Retention retention;
    private Optional<Webhook> hook;

    Draft(RowOptions options) {
      fileBytes = options.fileBytes;
      compression = options.compression;
      maxConnections = options.maxConnections;
      skipsUnreadable = options.skipsUnreadable;
      exportId = options.exportId;
      maxConcurrency = options.maxConcurrency;
      writing = options.writing;
      ledger = options.ledger;
      isDryRun = options.isDryRun;
      waits = options.waits;
      retention = options.retention;
      hook = options.hook;
    }

    RowOptions done() {
      return new RowOptions(
          fileBytes,
          compression,
          maxConnections,
          skipsUnreadable,
          exportId,
          maxConcurrency,
          writing,
          ledger,
          isDryRun,
          waits,
          retention,
          hook);
    }
  }
}
