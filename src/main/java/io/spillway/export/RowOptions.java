package io.spillway.export;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.request.Retention;
import io.spillway.request.Webhook;
import io.spillway.rows.parquet.Compression;
import io.spillway.store.RetryPolicy;
import io.spillway.store.Writing;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The options of an export of rows from any source. Begin with {@link #DEFAULT} and change
 * individual options.
 *
 * @param fileBytes the approximate number of input bytes per file
 * @param compression the compression of the files
 * @param maxConnections the maximum number of connections to the source, in total
 * @param skipsUnreadable whether tables that cannot be exported are left out instead of failing
 * @param exportId the name of the export's folder; generated if empty
 * @param maxConcurrency the maximum number of requests in flight per executor
 * @param retries how long requests that fail are sent again
 * @param writing the choices for how objects are written
 * @param ledger the location of the records instead of {@code <root>/_spillway}
 * @param isDryRun whether only to plan: nothing is written
 * @param waits whether to wait for the destination's lease instead of refusing
 * @param retention the number of earlier exports to keep
 * @param hook the webhook that receives the export's record when the export has ended
 */
public record RowOptions(
    long fileBytes,
    Compression compression,
    int maxConnections,
    boolean skipsUnreadable,
    Optional<String> exportId,
    int maxConcurrency,
    RetryPolicy retries,
    Writing writing,
    Optional<Location> ledger,
    boolean isDryRun,
    boolean waits,
    Retention retention,
    Optional<Webhook> hook) {
  private static final long MIB = 1 << 20;

  /** The default options. */
  public static final RowOptions DEFAULT =
      new RowOptions(
          256 * MIB,
          Compression.ZSTD,
          8,
          false,
          Optional.empty(),
          64,
          RetryPolicy.DEFAULT,
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

  /** Returns a copy with the given approximate number of input bytes per file. */
  public RowOptions withFileBytes(long other) {
    return changed(draft -> draft.fileBytes = other);
  }

  /** Returns a copy with the given compression of files. */
  public RowOptions with(Compression other) {
    return changed(draft -> draft.compression = other);
  }

  /** Returns a copy with the given maximum number of connections to the source, in total. */
  public RowOptions withMaxConnections(int other) {
    return changed(draft -> draft.maxConnections = other);
  }

  /** Returns a copy that leaves out tables that cannot be exported. */
  public RowOptions skippingUnreadable() {
    return changed(draft -> draft.skipsUnreadable = true);
  }

  /** Returns a copy that exports into a folder with the given name. */
  public RowOptions withExportId(String other) {
    return changed(draft -> draft.exportId = Optional.of(other));
  }

  /** Returns a copy with the given maximum number of requests in flight per executor. */
  public RowOptions withMaxConcurrency(int other) {
    return changed(draft -> draft.maxConcurrency = other);
  }

  /** Returns a copy that sends requests again for as long as the given policy says. */
  public RowOptions with(RetryPolicy other) {
    return changed(draft -> draft.retries = other);
  }

  /** Returns a copy with the given options for writing objects. */
  public RowOptions with(Writing other) {
    return changed(draft -> draft.writing = other);
  }

  /** Returns a copy with the ledger at the given location. */
  public RowOptions withLedger(Location elsewhere) {
    return changed(draft -> draft.ledger = Optional.of(elsewhere.asRoot()));
  }

  /** Returns a copy that writes nothing. */
  public RowOptions dryRun() {
    return changed(draft -> draft.isDryRun = true);
  }

  /** Returns a copy that waits for the destination's lease. */
  public RowOptions waiting() {
    return changed(draft -> draft.waits = true);
  }

  /** Returns a copy with the given retention. */
  public RowOptions with(Retention other) {
    return changed(draft -> draft.retention = other);
  }

  /** Returns a copy that posts the record when the export has ended, with or without SUCCESS. */
  public RowOptions with(Webhook other) {
    return changed(draft -> draft.hook = Optional.of(other));
  }

  private RowOptions changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** A mutable copy of the options, for changing one of them. */
  private static final class Draft {
    private long fileBytes;
    private Compression compression;
    private int maxConnections;
    private boolean skipsUnreadable;
    private Optional<String> exportId;
    private int maxConcurrency;
    private RetryPolicy retries;
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
      retries = options.retries;
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
          retries,
          writing,
          ledger,
          isDryRun,
          waits,
          retention,
          hook);
    }
  }
}
