package io.spillway.export;

import io.spillway.base.GivenLocation;
import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.object.ReadMode;
import io.spillway.object.RoundFilter;
import io.spillway.object.SourceAccess;
import io.spillway.object.copy.MetadataPolicy;
import io.spillway.request.Conduct;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.request.Retention;
import io.spillway.request.SharedOptions;
import io.spillway.request.Webhook;
import io.spillway.source.ObjectSourceOptions;
import io.spillway.store.Encryption;
import io.spillway.store.RetryPolicy;
import io.spillway.store.StorageClass;
import io.spillway.store.Writing;
import java.util.Optional;

/**
 * The options of an export of objects. Begin with {@link #DEFAULT} and change individual options:
 * {@code ExportOptions.DEFAULT.with(Conduct.DEFAULT.dryRun())}.
 *
 * @param given the options that a request can contain, in the form in which it contains them
 * @param filter assigns each key to a round
 * @param parallelism the maximum number of concurrent tasks, or 0 for Spark's default
 */
public record ExportOptions(OptionValues given, RoundFilter filter, int parallelism) {

  /** The default options. */
  public static final ExportOptions DEFAULT = of(OptionValues.NONE);

  public ExportOptions {
    SharedOptions.check(given);
    var unusedAccess = ObjectSourceOptions.access(given);
    if (parallelism < 0) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "parallelism is " + parallelism + ": give 1 or more, or 0 for Spark's own.");
    }
  }

  /** Returns the options of a request. */
  public static ExportOptions of(OptionValues given) {
    return new ExportOptions(given, RoundFilter.SUCCESS_FILES_LAST, 0);
  }

  /** Returns the keys to export. */
  public KeyGlobs globs() {
    return given.get(ObjectSourceOptions.INCLUDE);
  }

  /** Returns the maximum number of requests in flight per executor. */
  public int maxConcurrency() {
    return given.get(SharedOptions.MAX_CONCURRENCY);
  }

  /** Returns how long requests that fail are sent again. */
  public RetryPolicy retries() {
    return given.get(SharedOptions.RETRY_FOR);
  }

  /** Returns the policy for metadata that the destination cannot hold. */
  public MetadataPolicy metadata() {
    return given.get(ObjectSourceOptions.METADATA);
  }

  /** Returns the allowed ways of reading objects and metadata files. */
  public ReadMode read() {
    return given.get(ObjectSourceOptions.READ);
  }

  /** Returns the locations outside the repository's storage that may be read. */
  public SourceAccess access() {
    return ObjectSourceOptions.access(given);
  }

  /** Returns the choices for how objects are written. */
  public Writing writing() {
    return SharedOptions.writing(given);
  }

  /** Returns the location of the records instead of {@code <root>/_spillway}. */
  public Optional<Location> ledger() {
    return given.get(SharedOptions.LEDGER);
  }

  /** Returns how the export treats existing data and when it refuses to begin. */
  public Conduct conduct() {
    return new Conduct(
        given.get(SharedOptions.DRY_RUN),
        !given.get(ObjectSourceOptions.NO_RESUME),
        given.get(SharedOptions.WAIT),
        given.get(ObjectSourceOptions.FORCE),
        given.get(ObjectSourceOptions.MAX_DELETE),
        given.get(ObjectSourceOptions.MIRROR));
  }

  /** Returns the number of earlier exports to keep. */
  public Retention retention() {
    return SharedOptions.retention(given);
  }

  /** Returns the webhook that receives the export's record when the export has ended. */
  public Optional<Webhook> hook() {
    return given.get(SharedOptions.NOTIFY);
  }

  /** Returns a copy that exports the given keys. */
  public ExportOptions with(KeyGlobs other) {
    return with(given.with(ObjectSourceOptions.INCLUDE, other.texts()));
  }

  /** Returns a copy with the given filter and parallelism. */
  public ExportOptions with(RoundFilter other, int tasks) {
    return new ExportOptions(given, other, tasks);
  }

  /** Returns a copy with the given metadata policy. */
  public ExportOptions with(MetadataPolicy other) {
    return with(ObjectSourceOptions.METADATA, other.text());
  }

  /** Returns a copy with the given read mode for objects and metadata files. */
  public ExportOptions with(ReadMode other) {
    return with(ObjectSourceOptions.READ, other.text());
  }

  /** Returns a copy that may read the given locations outside the repository's storage. */
  public ExportOptions with(SourceAccess other) {
    return with(
        given
            .with(ObjectSourceOptions.DENY_IMPORTS, other.deniesImports())
            .with(
                ObjectSourceOptions.ALLOW_SOURCE,
                other.allowed().stream().map(GivenLocation::text).toList())
            .with(
                ObjectSourceOptions.LOCAL_PATH,
                Optional.ofNullable(other.localPath()).map(folder -> "/" + folder.path())));
  }

  /** Returns a copy that sends requests again for as long as the given policy says. */
  public ExportOptions with(RetryPolicy other) {
    return with(SharedOptions.RETRY_FOR, other.text());
  }

  /** Returns a copy with the given options for writing objects. */
  public ExportOptions with(Writing other) {
    return with(
        given
            .with(SharedOptions.PART_THRESHOLD, Optional.of(other.partThreshold()))
            .with(SharedOptions.STORAGE_CLASS, other.storageClass().map(StorageClass::name))
            .with(SharedOptions.SSE, other.encryption().map(Encryption::header))
            .with(SharedOptions.SSE_KMS_KEY_ID, other.kmsKey())
            .with(SharedOptions.NO_FSYNC, !other.fsync()));
  }

  /** Returns a copy with the given conduct. */
  public ExportOptions with(Conduct other) {
    return with(
        given
            .with(SharedOptions.DRY_RUN, other.isDryRun())
            .with(ObjectSourceOptions.NO_RESUME, !other.resumes())
            .with(SharedOptions.WAIT, other.waits())
            .with(ObjectSourceOptions.FORCE, other.forces())
            .with(ObjectSourceOptions.MAX_DELETE, Optional.of(other.maxDelete()))
            .with(ObjectSourceOptions.MIRROR, other.mirrors()));
  }

  /** Returns a copy with the given retention. */
  public ExportOptions with(Retention other) {
    return with(SharedOptions.KEEP_EXPORTS, other.exports())
        .with(SharedOptions.KEEP_MARKERS, other.markers());
  }

  /** Returns a copy that posts the record when the export has ended, with or without SUCCESS. */
  public ExportOptions with(Webhook other) {
    return with(SharedOptions.NOTIFY, other.address());
  }

  /** Returns a copy with the ledger at the given location. */
  public ExportOptions withLedger(Location elsewhere) {
    return with(SharedOptions.LEDGER, GivenLocation.text(elsewhere));
  }

  /** Returns a copy with the given maximum number of requests in flight per executor. */
  public ExportOptions withMaxConcurrency(int other) {
    return with(SharedOptions.MAX_CONCURRENCY, other);
  }

  private ExportOptions with(Option<?> option, Object value) {
    return with(given.with(option, Optional.of(value)));
  }

  private ExportOptions with(OptionValues other) {
    return new ExportOptions(other, filter, parallelism);
  }
}
