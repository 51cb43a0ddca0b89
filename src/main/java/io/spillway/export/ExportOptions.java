package io.spillway.export;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.object.ReadMode;
import io.spillway.object.RoundFilter;
import io.spillway.object.SourceAccess;
import io.spillway.object.copy.MetadataPolicy;
import io.spillway.request.Conduct;
import io.spillway.request.Retention;
import io.spillway.request.Webhook;
import io.spillway.store.RetryPolicy;
import io.spillway.store.Writing;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The options of an export. Begin with {@link #DEFAULT} and change individual options: {@code
 * ExportOptions.DEFAULT.with(Conduct.DEFAULT.dryRun())}.
 *
 * @param globs the keys to export
 * @param filter assigns each key to a round
 * @param parallelism the maximum number of concurrent tasks, or 0 for Spark's default
 * @param maxConcurrency the maximum number of requests in flight per executor
 * @param retries how long requests that fail are sent again
 * @param metadata the policy for metadata that the destination cannot hold
 * @param read the allowed ways of reading objects and metadata files
 * @param access the locations outside the repository's storage that may be read
 * @param writing the choices for how objects are written
 * @param ledger the location of the records instead of {@code <root>/_spillway}
 * @param conduct how the export treats existing data and when it refuses to begin
 * @param retention the number of earlier exports to keep
 * @param hook the webhook that receives the export's record when the export has ended
 */
public record ExportOptions(
    KeyGlobs globs,
    RoundFilter filter,
    int parallelism,
    int maxConcurrency,
    RetryPolicy retries,
    MetadataPolicy metadata,
    ReadMode read,
    SourceAccess access,
    Writing writing,
    Optional<Location> ledger,
    Conduct conduct,
    Retention retention,
    Optional<Webhook> hook) {

  /** The default options. */
  public static final ExportOptions DEFAULT =
      new ExportOptions(
          KeyGlobs.ALL,
          RoundFilter.SUCCESS_FILES_LAST,
          0,
          64,
          RetryPolicy.DEFAULT,
          MetadataPolicy.STRICT,
          ReadMode.AUTO,
          SourceAccess.DEFAULT,
          Writing.DEFAULT,
          Optional.empty(),
          Conduct.DEFAULT,
          Retention.DEFAULT,
          Optional.empty());

  private static final int MOST_CONCURRENCY = 10_000;

  public ExportOptions {
    requireConcurrency(maxConcurrency);
    if (parallelism < 0) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "parallelism is " + parallelism + ": give 1 or more, or 0 for Spark's own.");
    }
  }

  static void requireConcurrency(int requests) {
    if (requests < 1 || requests > MOST_CONCURRENCY) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "--max-concurrency is " + requests + ": give 1 to " + MOST_CONCURRENCY + ".");
    }
  }

  /** Returns a copy that exports the given keys. */
  public ExportOptions with(KeyGlobs other) {
    return changed(draft -> draft.globs = other);
  }

  /** Returns a copy with the given filter and parallelism. */
  public ExportOptions with(RoundFilter other, int tasks) {
    return changed(
        draft -> {
          draft.filter = other;
          draft.parallelism = tasks;
        });
  }

  /** Returns a copy with the given metadata policy. */
  public ExportOptions with(MetadataPolicy other) {
    return changed(draft -> draft.metadata = other);
  }

  /** Returns a copy with the given read mode for objects and metadata files. */
  public ExportOptions with(ReadMode other) {
    return changed(draft -> draft.read = other);
  }

  /** Returns a copy that may read the given locations outside the repository's storage. */
  public ExportOptions with(SourceAccess other) {
    return changed(draft -> draft.access = other);
  }

  /** Returns a copy that sends requests again for as long as the given policy says. */
  public ExportOptions with(RetryPolicy other) {
    return changed(draft -> draft.retries = other);
  }

  /** Returns a copy with the given options for writing objects. */
  public ExportOptions with(Writing other) {
    return changed(draft -> draft.writing = other);
  }

  /** Returns a copy with the given conduct. */
  public ExportOptions with(Conduct other) {
    return changed(draft -> draft.conduct = other);
  }

  /** Returns a copy with the given retention. */
  public ExportOptions with(Retention other) {
    return changed(draft -> draft.retention = other);
  }

  /** Returns a copy that posts the record when the export has ended, with or without SUCCESS. */
  public ExportOptions with(Webhook other) {
    return changed(draft -> draft.hook = Optional.of(other));
  }

  /** Returns a copy with the ledger at the given location. */
  public ExportOptions withLedger(Location elsewhere) {
    return changed(draft -> draft.ledger = Optional.of(elsewhere.asRoot()));
  }

  /** Returns a copy with the given maximum number of requests in flight per executor. */
  public ExportOptions withMaxConcurrency(int other) {
    return changed(draft -> draft.maxConcurrency = other);
  }

  private ExportOptions changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** A mutable copy of the options, for changing one of them. */
  private static final class Draft {
    private KeyGlobs globs;
    private RoundFilter filter;
    private int parallelism;
    private int maxConcurrency;
    private RetryPolicy retries;
    private MetadataPolicy metadata;
    private ReadMode read;
    private SourceAccess access;
    private Writing writing;
    private Optional<Location> ledger;
    private Conduct conduct;
    private Retention retention;
    private Optional<Webhook> hook;

    Draft(ExportOptions options) {
      globs = options.globs;
      filter = options.filter;
      parallelism = options.parallelism;
      maxConcurrency = options.maxConcurrency;
      retries = options.retries;
      metadata = options.metadata;
      read = options.read;
      access = options.access;
      writing = options.writing;
      ledger = options.ledger;
      conduct = options.conduct;
      retention = options.retention;
      hook = options.hook;
    }

    ExportOptions done() {
      return new ExportOptions(
          globs,
          filter,
          parallelism,
          maxConcurrency,
          retries,
          metadata,
          read,
          access,
          writing,
          ledger,
          conduct,
          retention,
          hook);
    }
  }
}
