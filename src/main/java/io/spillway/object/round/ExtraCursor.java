package io.spillway.object.round;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import io.spillway.destination.Found;
import io.spillway.object.Change;
import io.spillway.object.Entry;
import io.spillway.object.EntryCursor;
import io.spillway.object.ObjectSource;
import io.spillway.object.Range;
import io.spillway.object.Split;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the destination's listing of a split, which classifies each object. Holds one entry
 * of each snapshot, and one page of the listing. Not thread-safe.
 *
 * <p>A listing that is not in key order is a failure, because objects of the commit could then
 * appear to be in no state.
 */
final class ExtraCursor implements Closeable {
  private final Job job;
  private final Split split;
  private final KeyGlobs globs;
  private final Iterator<Found> listing;
  private final Head target;
  private @Nullable List<Head> bases;
  private Bytes last = Bytes.EMPTY;
  private long listed;

  /** The class of an object at the destination. */
  enum Fate {
    /** The target has it. */
    STAYS,
    /** An exported state has it and the target does not, so a delete of that state comes first. */
    IS_DELETED,
    /** No state has it, so the mirror deletes it. */
    IS_EXTRA,
    /** No state has it, and no export could have written it. */
    IS_KEPT,
    /** The filters exclude it. */
    IS_OUTSIDE
  }

  /** An object at the destination. */
  record Item(Found found, Fate fate) {
    Bytes key() {
      return found.name();
    }
  }

  /** A cursor over one snapshot, and its next entry. */
  private static final class Head implements Closeable {
    private final @Nullable EntryCursor entries;
    private final KeyGlobs globs;
    private @Nullable Entry entry;
    private long passed;
    private Bytes lastPassed = Bytes.EMPTY;

    Head(ObjectSource source, Split split, int snapshot, KeyGlobs globs) throws IOException {
      Range range = split.ranges().get(snapshot);
      this.globs = globs;
      this.entries = range.isNone() ? null : source.entries(range, split.after(), split.last());
      try {
        advance();
      } catch (IOException | RuntimeException e) {
        close();
        throw e;
      }
    }

    private void advance() throws IOException {
      do {
        entry = entries == null ? null : entries.next();
      } while (entry != null && !globs.matches(entry.key()));
    }

    private void pass(Entry current) throws IOException {
      passed++;
      lastPassed = current.key();
      advance();
    }

    /** Returns whether the snapshot has a key. Calls must be in key order. */
    boolean has(Bytes key) throws IOException {
      for (Entry current = entry; current != null; current = entry) {
        int order = current.key().compareTo(key);
        if (order > 0) {
          return false;
        }
        pass(current);
        if (order == 0) {
          return true;
        }
      }
      return false;
    }

    void passAll() throws IOException {
      for (Entry current = entry; current != null; current = entry) {
        pass(current);
      }
    }

    @Override
    public void close() throws IOException {
      if (entries != null) {
        entries.close();
      }
    }
  }

  private ExtraCursor(Job job, Split split, Head target, Iterator<Found> listing) {
    this.job = job;
    this.split = split;
    this.globs = job.globs();
    this.target = target;
    this.listing = listing;
  }

  /**
   * Opens a cursor.
   *
   * @param split a split over the target and all states that the destination may hold
   * @throws IOException if the target cannot be read, or the root cannot be listed
   */
  static ExtraCursor open(Job job, Split split) throws IOException {
    Head target = new Head(job.comparison().target(), split, 0, job.globs());
    try {
      return new ExtraCursor(job, split, target, job.destination().objects(split.after()));
    } catch (UncheckedIOException e) {
      target.close();
      throw e.getCause();
    } catch (IOException | RuntimeException e) {
      target.close();
      throw e;
    }
  }

  /**
   * Returns the next object, or null after the last.
   *
   * @throws IOException if a snapshot cannot be read, or the root cannot be listed
   */
  @Nullable Item next() throws IOException {
    Found found = nextFound();
    if (found == null) {
      target.passAll();
      return null;
    }
    listed++;
    return new Item(found, fate(found.name()));
  }

  private @Nullable Found nextFound() throws IOException {
    Found found;
    try {
      found = listing.hasNext() ? listing.next() : null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (found == null || !split.holds(found.name())) {
      return null;
    }
    if (found.name().compareTo(last) <= 0) {
      throw new IOException(
          "the listing of "
              + job.destination().root()
              + " is not in the order of keys: '"
              + found.name()
              + "' came after '"
              + last
              + "'");
    }
    last = found.name();
    return found;
  }

  private Fate fate(Bytes key) throws IOException {
    if (!globs.matches(key)) {
      return Fate.IS_OUTSIDE;
    }
    if (target.has(key)) {
      return Fate.STAYS;
    }
    if (job.objection(new Change(key, null, false)).isPresent()) {
      return Fate.IS_KEPT;
    }
    for (Head base : bases()) {
      if (base.has(key)) {
        return Fate.IS_DELETED;
      }
    }
    return Fate.IS_EXTRA;
  }

  /**
   * Returns the cursors of the bases, opened on first use; a file that several share is read once.
   */
  private List<Head> bases() throws IOException {
    List<Head> known = bases;
    if (known == null) {
      known = new ArrayList<>();
      bases = known; // close() closes them, also if one fails to open
      Set<Range> seen = new HashSet<>();
      for (int base = 1; base < split.ranges().size(); base++) {
        Range range = split.ranges().get(base);
        if (base <= job.comparison().bases().size()
            && (range.file().isEmpty() || seen.add(range))) {
          known.add(new Head(job.comparison().bases().get(base - 1), split, base, globs));
        }
      }
    }
    return known;
  }

  /** Returns the number of target entries passed so far. */
  long entries() {
    return target.passed;
  }

  /** Returns the key of the last target entry passed. */
  Bytes lastEntry() {
    return target.lastPassed;
  }

  /** Returns the number of objects listed so far. */
  long listed() {
    return listed;
  }

  @Override
  public void close() throws IOException {
    target.close();
    List<Head> known = bases;
    if (known != null) {
      for (Head base : known) {
        base.close();
      }
    }
  }
}
