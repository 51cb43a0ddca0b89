package io.spillway.export;

import io.spillway.object.SourceAccess;
import io.spillway.request.Conduct;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.request.SharedOptions;
import io.spillway.request.Since;
import io.spillway.source.ObjectSourceOptions;
import io.spillway.store.Encryption;
import io.spillway.store.StorageClass;
import io.spillway.store.Writing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of an export of objects in the form in which a request contains them. */
public final class WrittenOptions {
  private final Map<String, List<String>> byKey = new LinkedHashMap<>();

  private WrittenOptions() {}

  /**
   * Returns the options that differ from their defaults. A {@link
   * io.spillway.object.RoundFilter} and the number of tasks cannot be written.
   */
  public static OptionValues of(ExportOptions options, Since since) {
    Map<String, List<String>> given = all(options, since);
    given.entrySet().removeAll(all(ExportOptions.DEFAULT, new Since.Unsaid()).entrySet());
    return new OptionValues(given);
  }

  private static Map<String, List<String>> all(ExportOptions options, Since since) {
    WrittenOptions all = new WrittenOptions();
    all.put(
        ObjectSourceOptions.PREV_COMMIT_ID,
        since instanceof Since.Commit previous ? List.of(previous.id()) : List.of());
    all.put(
        ObjectSourceOptions.SINCE,
        since instanceof Since.LastSuccess ? List.of("last") : List.of());
    all.put(ObjectSourceOptions.INCLUDE, options.globs().texts());
    all.put(ObjectSourceOptions.READ, List.of(options.read().text()));
    all.put(options.access());
    all.put(options.conduct());
    all.put(SharedOptions.MAX_CONCURRENCY, List.of(String.valueOf(options.maxConcurrency())));
    all.put(options.writing());
    all.put(ObjectSourceOptions.METADATA, List.of(options.metadata().text()));
    all.put(
        SharedOptions.KEEP_EXPORTS, List.of(String.valueOf(options.retention().exports())));
    all.put(
        SharedOptions.KEEP_MARKERS, List.of(String.valueOf(options.retention().markers())));
    all.put(SharedOptions.LEDGER, options.ledger());
    all.put(SharedOptions.NOTIFY, options.hook().map(hook -> hook.address()));
    return all.byKey;
  }

  private void put(SourceAccess access) {
    put(ObjectSourceOptions.DENY_IMPORTS, access.deniesImports());
    put(
        ObjectSourceOptions.ALLOW_SOURCE,
        access.allowed().stream().map(String::valueOf).toList());
    put(
        ObjectSourceOptions.LOCAL_PATH,
        Optional.ofNullable(access.localPath()).map(folder -> "/" + folder.path()));
  }

  private void put(Conduct conduct) {
    put(ObjectSourceOptions.MIRROR, conduct.mirrors());
    put(ObjectSourceOptions.MAX_DELETE, List.of(conduct.maxDelete().toString()));
    put(SharedOptions.DRY_RUN, conduct.isDryRun());
    put(ObjectSourceOptions.NO_RESUME, !conduct.resumes());
    put(SharedOptions.WAIT, conduct.waits());
    put(ObjectSourceOptions.FORCE, conduct.forces());
  }

  private void put(Writing writing) {
    put(SharedOptions.PART_THRESHOLD, List.of(String.valueOf(writing.partThreshold())));
    put(SharedOptions.SSE, writing.encryption().map(Encryption::header));
    put(SharedOptions.SSE_KMS_KEY_ID, writing.kmsKey());
    put(SharedOptions.STORAGE_CLASS, writing.storageClass().map(StorageClass::name));
    put(SharedOptions.NO_FSYNC, !writing.fsync());
  }

  private void put(Option<?> option, boolean isGiven) {
    put(option, isGiven ? List.of("true") : List.of());
  }

  private void put(Option<?> option, Optional<?> value) {
    put(option, Stream.ofNullable(value.orElse(null)).map(String::valueOf).toList());
  }

  private void put(Option<?> option, List<String> values) {
    if (!values.isEmpty()) {
      byKey.put(option.key(), values);
    }
  }
}
