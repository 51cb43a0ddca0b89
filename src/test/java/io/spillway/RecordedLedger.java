package io.spillway;

import static io.spillway.ledger.ExportStatus.CANCELED;
import static io.spillway.ledger.ExportStatus.FAILED;
import static io.spillway.ledger.ExportStatus.RUNNING;
import static io.spillway.ledger.ExportStatus.SUCCEEDED;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.export.ExportOptions;
import io.spillway.ledger.ExportStatus;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.testing.RecordedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Destinations of objects as exports left them when {@link LedgerRecorder} ran. Commits are numbers
 * of {@link RecordedHistory}.
 */
enum RecordedLedger {
  /** The first commit. */
  FULL(SUCCEEDED, 1),
  /** The first commit, then the second since the last. */
  DIFF(SUCCEEDED, 2),
  /** The first commit, then the second, of which some keys failed. */
  FAILED_DIFF(FAILED, 1, 2),
  /** The first commit, of which a key failed. */
  FAILED_FULL(FAILED, 0, 1),
  /** The first commit, then the second and the third, of which some keys failed. */
  FAILED_TWICE(FAILED, 1, 2, 3),
  /** The first commit, then the second, which failed and was resumed to its end. */
  RESUMED(SUCCEEDED, 2),
  /** The first commit, then the second, whose process was killed. */
  KILLED_DIFF(RUNNING, 1, 2),
  /** The first commit, whose process was killed. */
  KILLED_FULL(RUNNING, 0, 1),
  /** The first commit, then the second, whose process was told to stop. */
  CANCELED_DIFF(CANCELED, 1, 2),
  /** The first commit, then the second, of which some keys failed; the ledger is elsewhere. */
  WITH_LEDGER(FAILED, 1, 2),
  /** The first commit over files that others wrote, then the second, each with a mirror. */
  MIRROR(SUCCEEDED, 2),
  /** Some keys of the first commit, then of the second since the last. */
  FILTERS(SUCCEEDED, 2);

  private final ExportStatus newest;
  private final int base;
  private final List<Integer> attempts;

  RecordedLedger(ExportStatus newest, int base, Integer... attempts) {
    this.newest = newest;
    this.base = base;
    this.attempts = List.of(attempts);
  }

  /** Returns the name of the recording. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Unpacks the recording into a folder that does not exist yet. */
  RecordedFolder unpack(Path folder) throws IOException {
    return RecordedFolder.unpack(text(), folder);
  }

  /** Returns how the newest export ended. */
  ExportStatus newest() {
    return newest;
  }

  /** Returns the commit that the destination holds but for the attempts; 0 when unknown. */
  int base() {
    return base;
  }

  /** Returns the commits that were tried since the base without SUCCESS, the oldest first. */
  List<Integer> attempts() {
    return attempts;
  }

  /** Returns the commit of the newest export. */
  int commit() {
    return attempts.isEmpty() ? base : attempts.get(attempts.size() - 1);
  }

  /** Returns whether the newest export did not succeed. */
  boolean isUnfinished() {
    return !attempts.isEmpty();
  }

  /** Returns whether the lease is still held, by a process that is gone. */
  boolean isKilled() {
    return newest == RUNNING;
  }

  /** Returns the keys that were exported. */
  KeyGlobs globs() {
    return this == FILTERS
        ? KeyGlobs.ALL.including("tables/**").excluding("tables/tmp/**")
        : KeyGlobs.ALL;
  }

  /** Returns where the ledger is, if not at its usual place. */
  Optional<Location> ledger(RecordedFolder folder) {
    return this == WITH_LEDGER
        ? Optional.of(Location.parse(folder.ledgerUri()).asRoot())
        : Optional.empty();
  }

  /** Returns the options of the exports of this destination. */
  ExportOptions options(RecordedFolder folder) {
    Conduct conduct = Conduct.DEFAULT.with(MaxDelete.parse("100%"));
    ExportOptions options =
        ExportOptions.DEFAULT.with(globs()).with(this == MIRROR ? conduct.mirroring() : conduct);
    return ledger(folder).map(options::withLedger).orElse(options);
  }
}
