package io.spillway.round;

import io.spillway.Bytes;
import io.spillway.KeyGlobs;
import io.spillway.destination.Found;
import io.spillway.lakefs.Entry;
import io.spillway.source.Change;
import io.spillway.source.EntryCursor;
import io.spillway.source.ObjectSource;
import io.spillway.source.Range;
import io.spillway.source.Split;
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
 * Goes over what the destination's listing has of a split, and tells what each object is to the
 * export. Holds one entry of each snapshot, and one page of the listing. Not for several threads.
 *
 * <p>A listing that is not in the order of keys would make objects of the commit look as if they
 * were none: it is a failure.
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

  /** What an object at the destination is. */
  enum Fate {
    /** The target has it. */
    STAYS,
    /** The target has it not, and a state that was exported has: the deletes of that come first. */
    IS_DELETED,
    /** No state has it: the mirror deletes it. */
    IS_EXTRA,
    /** No state has it, and no export could have brought it there. */
    IS_KEPT,
    /** The filters leave it out. */
    IS_OUTSIDE
  }

  /** An object at the destination. */
  record Item(Found found, Fate fate) {
    Bytes key() {
      return found.name();
    }
  }

  /** One snapshot's next entry. */
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

    /** Whether it has that key; keys are asked for in their order. */
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
   * Begins.
   *
   * @param split over the target and all that the destination may hold
   * @throws IOException when the target cannot be read, or the root cannot be listed
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
   * The next object, or null after the last.
   *
   * @throws IOException when a snapshot cannot be read, or the root cannot be listed
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

  /** Opened only when there is something to ask; a file that several share is read once. */
  private List<Head> bases() throws IOException {
    List<Head> known = bases;
    if (known == null) {
      known = new ArrayList<>();
      bases = known; // closed with the others, whatever happens
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

  /** Entries of the target passed so far. */
  long entries() {
    return target.passed;
  }

  /** The last of them. */
  Bytes lastEntry() {
    return target.lastPassed;
  }

  /** Objects that were listed so far. */
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
