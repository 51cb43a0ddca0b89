package io.spillway.object;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the keys of a split at which the target differs from any base. It merges the
 * entries of all snapshots in key order and holds one entry of each. Not thread-safe.
 */
public final class ChangeCursor implements Closeable {
  private final Split split;
  private final boolean isFull;
  private final KeyGlobs globs;
  private final List<Head> heads;
  private long changes;
  private long entries;
  private long objects;
  private long present;

  /** A cursor over one snapshot, and its next entry. */
  private static final class Head implements Closeable {
    private final EntryCursor entries;
    private @Nullable Entry entry;

    Head(EntryCursor entries) throws IOException {
      this.entries = entries;
      this.entry = entries.next();
    }

    @Nullable Entry take(Bytes key) throws IOException {
      Entry current = entry;
      if (current == null || !current.key().equals(key)) {
        return null;
      }
      entry = entries.next();
      return current;
    }

    @Override
    public void close() throws IOException {
      entries.close();
    }
  }

  private ChangeCursor(Split split, boolean isFull, KeyGlobs globs, List<Head> heads) {
    this.split = split;
    this.isFull = isFull;
    this.globs = globs;
    this.heads = heads;
  }

  static ChangeCursor open(Comparison comparison, Split split) throws IOException {
    List<Head> heads = new ArrayList<>();
    try {
      boolean alone = comparison.bases().isEmpty();
      heads.add(head(comparison.target(), split, 0, alone ? split.changes() : -1));
      // After many attempts most bases share their files here, so each file is read once.
      Set<Range> seen = new HashSet<>();
      for (int base = 0; base < comparison.bases().size(); base++) {
        Range range = split.ranges().get(base + 1);
        if (range.isListed() || seen.add(range)) {
          heads.add(head(comparison.bases().get(base), split, base + 1, -1));
        }
      }
      return new ChangeCursor(split, comparison.isFull(), comparison.globs(), heads);
    } catch (IOException | RuntimeException e) {
      close(heads);
      throw e;
    }
  }

  private static Head head(ObjectSource source, Split split, int snapshot, long expected)
      throws IOException {
    Range range = split.ranges().get(snapshot);
    if (range.isNone()) {
      return new Head(new NoEntries());
    }
    EntryCursor entries = source.entries(range.expecting(expected), split.after(), split.last());
    try {
      return new Head(entries);
    } catch (IOException | RuntimeException e) {
      entries.close();
      throw e;
    }
  }

  private static final class NoEntries implements EntryCursor {
    @Override
    public @Nullable Entry next() {
      return null;
    }

    @Override
    public void close() {
      // no resources to release
    }
  }

  /**
   * Returns the next key that must be settled, or null after the last.
   *
   * @throws IOException if a snapshot cannot be read, or if a counted split has other changes than
   *     were counted
   */
  public @Nullable Change next() throws IOException {
    Change change = changes == split.changes() ? null : advance();
    if (change == null) {
      if (split.changes() >= 0 && changes != split.changes()) {
        throw new IOException(
            split + " should have " + split.changes() + " changes and has " + changes);
      }
      return null;
    }
    changes++;
    checkLast(change);
    return change;
  }

  private void checkLast(Change change) throws IOException {
    boolean counted = split.changes() >= 0;
    if (counted && (changes == split.changes()) != change.key().equals(split.last())) {
      throw new IOException(
          split
              + " has other changes than planned: number "
              + changes
              + " is '"
              + change.key()
              + "'");
    }
  }

  private @Nullable Change advance() throws IOException {
    for (Bytes key = lowest(); key != null; key = lowest()) {
      Entry target = heads.get(0).take(key);
      boolean differs = isFull && target != null;
      boolean inBase = false;
      for (int base = 1; base < heads.size(); base++) {
        Entry entry = heads.get(base).take(key);
        inBase |= base == 1 && entry != null;
        differs |= !same(target, entry);
      }
      entries += target == null ? 0 : 1;
      if (!globs.matches(key)) {
        continue;
      }
      objects += target == null ? 0 : 1;
      present += inBase ? 1 : 0;
      if (differs) {
        return new Change(key, target, inBase);
      }
    }
    return null;
  }

  private @Nullable Bytes lowest() {
    Bytes lowest = null;
    for (Head head : heads) {
      Entry entry = head.entry;
      if (entry != null && (lowest == null || entry.key().compareTo(lowest) < 0)) {
        lowest = entry.key();
      }
    }
    return lowest;
  }

  private static boolean same(@Nullable Entry one, @Nullable Entry other) {
    return one == null ? other == null : other != null && one.isSameObject(other);
  }

  /** Returns the number of target entries passed so far, changed or not, selected or not. */
  public long entries() {
    return entries;
  }

  /** Returns the number of selected target entries passed so far. */
  public long objects() {
    return objects;
  }

  /** Returns the number of selected keys passed so far that the first base has, changed or not. */
  public long present() {
    return present;
  }

  @Override
  public void close() throws IOException {
    close(heads);
  }

  private static void close(List<Head> heads) throws IOException {
    IOException trouble = null;
    for (Head head : heads) {
      try {
        head.close();
      } catch (IOException e) {
        trouble = e;
      }
    }
    if (trouble != null) {
      throw trouble;
    }
  }
}
