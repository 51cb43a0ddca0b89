package io.spillway.object.round;

import io.spillway.base.KeyGlobs;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.object.Change;
import io.spillway.object.Comparison;
import io.spillway.object.Entry;
import io.spillway.object.ReadMode;
import io.spillway.object.RoundFilter;
import io.spillway.object.SourceAddress;
import io.spillway.object.copy.EntryAttributes;
import io.spillway.object.copy.MetadataPolicy;
import io.spillway.spark.JobRun;
import io.spillway.store.Attributes;
import io.spillway.store.StoreException;
import java.io.Serializable;
import java.util.Optional;

/**
 * The description of an export, as workers receive it.
 *
 * @param comparison the snapshot to export, and the states that the destination may hold
 * @param destination the prefix to write to
 * @param listsRoot whether the root is listed, because it may hold unknown objects
 * @param filter assigns a round to each key
 * @param metadata the policy for metadata that the destination cannot hold
 * @param read the ways in which objects may be read
 * @param maxConcurrency requests in flight per executor
 * @param journal where workers record outcomes
 * @param mirrors whether objects that only the destination has are deleted
 * @param hidesKeys whether the destination lists no key below another
 */
public record Job(
    Comparison comparison,
    Prefix destination,
    boolean listsRoot,
    RoundFilter filter,
    MetadataPolicy metadata,
    ReadMode read,
    int maxConcurrency,
    Journal journal,
    boolean mirrors,
    boolean hidesKeys)
    implements JobRun, Serializable {
  /** Creates an export without a mirror. */
  public Job(
      Comparison comparison,
      Prefix destination,
      boolean listsRoot,
      RoundFilter filter,
      MetadataPolicy metadata,
      ReadMode read,
      int maxConcurrency,
      Journal journal) {
    this(
        comparison,
        destination,
        listsRoot,
        filter,
        metadata,
        read,
        maxConcurrency,
        journal,
        false,
        false);
  }

  /** Returns a copy that deletes objects that only the destination has. */
  public Job mirroring() {
    return with(comparison, listsRoot, true, hidesKeys);
  }

  /** Returns a copy for a destination that may list no key below another. */
  public Job hidingKeys(boolean hides) {
    return with(comparison, listsRoot, mirrors, hides);
  }

  private Job with(Comparison other, boolean lists, boolean mirror, boolean hides) {
    return new Job(
        other, destination, lists, filter, metadata, read, maxConcurrency, journal, mirror, hides);
  }

  /** Returns a copy that reads the snapshots in another way. */
  public Job from(Comparison other) {
    return with(other, listsRoot, mirrors, hidesKeys);
  }

  /** Returns a copy that does not list the root, because it is empty. */
  public Job withoutListing() {
    return with(comparison, false, mirrors, hidesKeys);
  }

  /**
   * Returns why a key can never be exported to this destination, or empty. A key with an objection
   * is a failure if the target has it. Otherwise no export has written it, so it is left alone.
   */
  Optional<String> objection(Change change) {
    if (!change.key().isUtf8()) {
      return Optional.of("the key is not valid UTF-8 (hexadecimal: " + change.key().hex() + ")");
    }
    Entry entry = change.target();
    return entry == null
        ? destination.objection(change.path(), Attributes.NONE)
        : EntryAttributes.objection(entry, destination, metadata).or(() -> refusal(entry));
  }

  private Optional<String> refusal(Entry entry) {
    try {
      SourceAddress unused = comparison.target().address(entry, read);
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns the bucket that an object is copied from if it lies outside the source's own storage,
   * otherwise empty.
   *
   * @param change a change without {@link #objection}
   */
  Optional<String> imported(Change change) {
    Entry entry = change.target();
    if (entry == null || entry.relative()) {
      return Optional.empty(); // a path in the storage namespace, as most are
    }
    try {
      SourceAddress from = comparison.target().address(entry);
      return from.isImported() ? Optional.of(from.bucket()) : Optional.empty();
    } catch (StoreException e) {
      return Optional.empty(); // an objection, which was reported before
    }
  }

  /**
   * Ends a task that may no longer write; otherwise each further key would fail for this reason.
   *
   * @throws InterruptedException if the permission to write has lapsed
   */
  void requirePermission() throws InterruptedException {
    Optional<String> why = destination.stores().guard().refusal();
    if (why.isPresent()) {
      throw new InterruptedException(why.get());
    }
  }

  /** Returns the selected keys. */
  KeyGlobs globs() {
    return comparison.globs();
  }

  @Override
  public String run() {
    return id() + "/" + journal.lease();
  }

  @Override
  public ExportId id() {
    return destination.export();
  }
}
