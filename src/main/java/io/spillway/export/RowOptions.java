package io.spillway.export;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.request.Retention;
import io.spillway.request.SharedOptions;
import io.spillway.request.Webhook;
import io.spillway.rows.parquet.Compression;
import io.spillway.source.RowSourceOptions;
import io.spillway.store.RetryPolicy;
import io.spillway.store.Writing;
import java.util.Optional;

/**
 * The options of an export of rows from any source, apart from those that only its source reads.
 *
 * @param given the options in the form in which a request contains them
 */
public record RowOptions(OptionValues given) {
  private static final long MIB = 1 << 20;

  /** The default options. */
  public static final RowOptions DEFAULT = new RowOptions(OptionValues.NONE);

  public RowOptions {
    long fileBytes = given.get(RowSourceOptions.TARGET_FILE_SIZE);
    if (fileBytes < MIB) {
      throw badInput("--target-file-size is " + fileBytes + " bytes: give 1MiB or more.");
    }
    int maxConnections = given.get(RowSourceOptions.MAX_CONNECTIONS);
    if (maxConnections < 2) {
      throw badInput(
          "--max-connections is "
              + maxConnections
              + ": give 2 or more, one holds the snapshot and the others read.");
    }
    SharedOptions.check(given);
  }

  private static SpillwayException badInput(String message) {
    return new SpillwayException(SpillwayException.Kind.BAD_INPUT, message);
  }

  /** Returns the approximate number of input bytes per file. */
  public long fileBytes() {
    return given.get(RowSourceOptions.TARGET_FILE_SIZE);
  }

  /** Returns the compression of the files. */
  public Compression compression() {
    return given.get(RowSourceOptions.COMPRESSION);
  }

  /** Returns the maximum number of connections to the source, in total. */
  public int maxConnections() {
    return given.get(RowSourceOptions.MAX_CONNECTIONS);
  }

  /** Returns whether tables that cannot be exported are left out instead of failing. */
  public boolean skipsUnreadable() {
    return given.get(RowSourceOptions.SKIP_UNREADABLE);
  }

  /** Returns the name of the export's folder; generated if empty. */
  public Optional<String> exportId() {
    return given.get(RowSourceOptions.EXPORT_ID);
  }

  /** Returns the maximum number of requests in flight per executor. */
  public int maxConcurrency() {
    return given.get(SharedOptions.MAX_CONCURRENCY);
  }

  /** Returns how long requests that fail are sent again. */
  public RetryPolicy retries() {
    return given.get(SharedOptions.RETRY_FOR);
  }

  /** Returns the choices for how objects are written. */
  public Writing writing() {
    return SharedOptions.writing(given);
  }

  /** Returns the location of the records instead of {@code <root>/_spillway}. */
  public Optional<Location> ledger() {
    return given.get(SharedOptions.LEDGER);
  }

  /** Returns whether only to plan: nothing is written. */
  public boolean isDryRun() {
    return given.get(SharedOptions.DRY_RUN);
  }

  /** Returns whether to wait for the destination's lease instead of refusing. */
  public boolean waits() {
    return given.get(SharedOptions.WAIT);
  }

  /** Returns the number of earlier exports to keep. */
  public Retention retention() {
    return SharedOptions.retention(given);
  }

  /** Returns the webhook that receives the export's record when the export has ended. */
  public Optional<Webhook> hook() {
    return given.get(SharedOptions.NOTIFY);
  }

  /** Returns a copy with the given maximum number of connections to the source, in total. */
  public RowOptions withMaxConnections(int other) {
    return with(RowSourceOptions.MAX_CONNECTIONS, other);
  }

  /** Returns a copy that leaves out tables that cannot be exported. */
  public RowOptions skippingUnreadable() {
    return with(RowSourceOptions.SKIP_UNREADABLE, true);
  }

  /** Returns a copy that exports into a folder with the given name. */
  public RowOptions withExportId(String other) {
    return with(RowSourceOptions.EXPORT_ID, other);
  }

  /** Returns a copy with the given maximum number of requests in flight per executor. */
  public RowOptions withMaxConcurrency(int other) {
    return with(SharedOptions.MAX_CONCURRENCY, other);
  }

  /** Returns a copy that sends requests again for as long as the given policy says. */
  public RowOptions with(RetryPolicy other) {
    return with(SharedOptions.RETRY_FOR, other.text());
  }

  /** Returns whether only rows since the last success are exported. */
  public boolean continues() {
    return given.get(RowSourceOptions.SINCE);
  }

  /** Returns a copy that exports only rows since the last success, of a source that can. */
  public RowOptions sinceLast() {
    return with(RowSourceOptions.SINCE, true);
  }

  /** Returns a copy that writes nothing. */
  public RowOptions dryRun() {
    return with(SharedOptions.DRY_RUN, true);
  }

  private RowOptions with(Option<?> option, Object value) {
    return new RowOptions(given.with(option, Optional.of(value)));
  }
}
