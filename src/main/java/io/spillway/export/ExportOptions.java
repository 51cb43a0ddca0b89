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
import io.spillway.store.Writing;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a user may choose for an export. Begin with {@link #DEFAULT} and change what should differ:
 * {@code ExportOptions.DEFAULT.with(Conduct.DEFAULT.dryRun())}.
 *
 * @param globs which keys are exported
 * @param filter which round a key belongs to
 * @param parallelism how many tasks may run at once, or 0 for what Spark says
 * @param maxConcurrency requests in flight per executor
 * @param metadata what to do with metadata that the destination cannot hold
 * @param read in which ways objects and metadata files may be read
 * @param access which places outside the repository's storage may be read
 * @param writing how objects are written
 * @param ledger where records are kept instead of {@code <root>/_spillway}
 * @param conduct what to trust and when to stop
 * @param retention how much of the past stays
 * @param hook where the export's record is posted when it has ended
 */
public record ExportOptions(
    KeyGlobs globs,
    RoundFilter filter,
    int parallelism,
    int maxConcurrency,
    MetadataPolicy metadata,
    ReadMode read,
    SourceAccess access,
    Writing writing,
    Optional<Location> ledger,
    Conduct conduct,
    Retention retention,
    Optional<Webhook> hook) {

  /** What is chosen when nobody chooses. */
  public static final ExportOptions DEFAULT =
      new ExportOptions(
          KeyGlobs.ALL,
          RoundFilter.SUCCESS_FILES_LAST,
          0,
          64,
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

  /** The same of some keys only. */
  public ExportOptions with(KeyGlobs other) {
    return changed(draft -> draft.globs = other);
  }

  /** The same with another filter and parallelism. */
  public ExportOptions with(RoundFilter other, int tasks) {
    return changed(
        draft -> {
          draft.filter = other;
          draft.parallelism = tasks;
        });
  }

  /** The same with another policy on metadata. */
  public ExportOptions with(MetadataPolicy other) {
    return changed(draft -> draft.metadata = other);
  }

  /** The same with objects read in other ways. */
  public ExportOptions with(ReadMode other) {
    return changed(draft -> draft.read = other);
  }

  /** Returns a copy that may read other places outside the repository's storage. */
  public ExportOptions with(SourceAccess other) {
    return changed(draft -> draft.access = other);
  }

  /** The same with objects written in another way. */
  public ExportOptions with(Writing other) {
    return changed(draft -> draft.writing = other);
  }

  /** The same with other conduct. */
  public ExportOptions with(Conduct other) {
    return changed(draft -> draft.conduct = other);
  }

  /** The same with another retention. */
  public ExportOptions with(Retention other) {
    return changed(draft -> draft.retention = other);
  }

  /** The same, but the record is posted when the export has ended, well or not. */
  public ExportOptions with(Webhook other) {
    return changed(draft -> draft.hook = Optional.of(other));
  }

  /** The same with the ledger elsewhere. */
  public ExportOptions withLedger(Location elsewhere) {
    return changed(draft -> draft.ledger = Optional.of(elsewhere.asRoot()));
  }

  /** The same with another bound on the requests in flight per executor. */
  public ExportOptions withMaxConcurrency(int other) {
    return changed(draft -> draft.maxConcurrency = other);
  }

  private ExportOptions changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** Options while one of them is changed. */
  private static final class Draft {
    private KeyGlobs globs;
    private RoundFilter filter;
    private int parallelism;
    private int maxConcurrency;
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
