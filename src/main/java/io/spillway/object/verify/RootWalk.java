package io.spillway.object.verify;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import io.spillway.destination.Found;
import io.spillway.destination.Prefix;
import io.spillway.object.Entry;
import io.spillway.object.EntryCursor;
import io.spillway.object.ObjectSource;
import io.spillway.object.Range;
import io.spillway.object.Split;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A merge of a snapshot's entries in a split with the destination's listing. Holds one entry, and
 * one page of the listing. Not thread-safe.
 */
final class RootWalk implements Closeable {
  private final Split split;
  private final KeyGlobs globs;
  private final @Nullable EntryCursor entries;
  private final Iterator<Found> listing;
  private @Nullable Entry entry;
  private @Nullable Found found;

  /**
   * A key of the snapshot, the destination, or both.
   *
   * @param entry the snapshot's entry, or null if it has none
   * @param found the listed object, or null if there is none
   */
  record Pair(Bytes key, @Nullable Entry entry, @Nullable Found found) {
    /** Returns the key as text. */
    String path() {
      return key.text();
    }
  }

  private RootWalk(
      Split split, KeyGlobs globs, @Nullable EntryCursor entries, Iterator<Found> listing) {
    this.split = split;
    this.globs = globs;
    this.entries = entries;
    this.listing = listing;
  }

  /**
   * Opens a walk.
   *
   * @param split a split of the snapshot alone, of a full comparison: its first range is the
   *     snapshot's
   * @param globs the selected keys
   * @throws IOException as {@link ObjectSource#entries}, or if the root cannot be listed
   */
  static RootWalk open(ObjectSource source, Prefix destination, Split split, KeyGlobs globs)
      throws IOException {
    Range range = split.ranges().get(0);
    EntryCursor entries =
        range.isNone() ? null : source.entries(range, split.after(), split.last());
    try {
      RootWalk walk = new RootWalk(split, globs, entries, listing(destination, split));
      walk.advanceEntries();
      walk.advanceListing();
      return walk;
    } catch (IOException | RuntimeException e) {
      if (entries != null) {
        entries.close();
      }
      throw e;
    }
  }

  private static Iterator<Found> listing(Prefix destination, Split split) throws IOException {
    try {
      return destination.objects(split.after());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void advanceEntries() throws IOException {
    do {
      entry = entries == null ? null : entries.next();
    } while (entry != null && !globs.matches(entry.key()));
  }

  private void advanceListing() throws IOException {
    try {
      do {
        found = listing.hasNext() ? listing.next() : null;
        if (found != null && !split.holds(found.name())) {
          found = null;
          return;
        }
      } while (found != null && !globs.matches(found.name()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Returns the next key, or null after the last.
   *
   * @throws IOException if the snapshot cannot be read, or the root cannot be listed
   */
  @Nullable Pair next() throws IOException {
    Entry said = entry;
    Found there = found;
    if (said == null && there == null) {
      return null;
    }
    if (there == null || (said != null && said.key().compareTo(there.name()) < 0)) {
      advanceEntries();
      return new Pair(Objects.requireNonNull(said).key(), said, null);
    }
    advanceListing();
    if (said == null || !said.key().equals(there.name())) {
      return new Pair(there.name(), null, there);
    }
    advanceEntries();
    return new Pair(said.key(), said, there);
  }

  @Override
  public void close() throws IOException {
    if (entries != null) {
      entries.close();
    }
  }
}
