package io.spillway.round;

import io.spillway.KeyFilter;
import io.spillway.KeyGlobs;
import io.spillway.ReadMode;
import io.spillway.destination.Prefix;
import io.spillway.lakefs.Entry;
import io.spillway.ledger.ExportId;
import io.spillway.source.Change;
import io.spillway.source.Comparison;
import io.spillway.source.SourceAddress;
import io.spillway.store.Attributes;
import io.spillway.store.StoreException;
import io.spillway.transfer.EntryAttributes;
import io.spillway.transfer.MetadataPolicy;
import java.io.Serializable;
import java.util.Optional;

/**
 * All that a worker must know of an export.
 *
 * @param comparison what is exported, and what the destination may hold
 * @param destination where to
 * @param listsRoot whether the destination may hold what nobody knows of, so that it is listed
 * @param filter which round a key belongs to
 * @param metadata what to do with metadata that the destination cannot hold
 * @param read in which ways objects may be read
 * @param maxConcurrency requests in flight per executor
 * @param journal where workers write down what they do
 * @param mirrors whether what only the destination has is to go
 */
public record Job(
    Comparison comparison,
    Prefix destination,
    boolean listsRoot,
    KeyFilter filter,
    MetadataPolicy metadata,
    ReadMode read,
    int maxConcurrency,
    Journal journal,
    boolean mirrors)
    implements Errand, Serializable {
  /** An export that leaves alone what only the destination has. */
  public Job(
      Comparison comparison,
      Prefix destination,
      boolean listsRoot,
      KeyFilter filter,
      MetadataPolicy metadata,
      ReadMode read,
      int maxConcurrency,
      Journal journal) {
    this(
        comparison, destination, listsRoot, filter, metadata, read, maxConcurrency, journal, false);
  }

  /** The same export, but what only the destination has is to go. */
  public Job mirroring() {
    return with(comparison, listsRoot, true);
  }

  private Job with(Comparison other, boolean lists, boolean mirror) {
    return new Job(
        other, destination, lists, filter, metadata, read, maxConcurrency, journal, mirror);
  }

  /** The same export from the same snapshots read in another way. */
  public Job from(Comparison other) {
    return with(other, listsRoot, mirrors);
  }

  /** The same export to a root that need not be listed, for there is nothing. */
  public Job withoutListing() {
    return with(comparison, false, mirrors);
  }

  /**
   * Why a key can never be exported to this destination, or nothing. One that the target has is a
   * failure then; one that it has not was never brought there, and is left alone.
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
      SourceAddress unused = comparison.target().address(entry);
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns the bucket that an object is copied from, where it lies outside the source's own
   * storage.
   *
   * @param change to which there is no {@link #objection}
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
      return Optional.empty(); // an objection, told already
    }
  }

  /**
   * Ends a task that may not write any more: each further key would fail for that alone.
   *
   * @throws InterruptedException if the permission to write has lapsed
   */
  void requirePermission() throws InterruptedException {
    Optional<String> why = destination.stores().guard().refusal();
    if (why.isPresent()) {
      throw new InterruptedException(why.get());
    }
  }

  /** Which keys the export is about. */
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
