package io.spillway.object.round;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import io.spillway.destination.Found;
import io.spillway.object.Split;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The count of selected objects at the root, between the keys of a split, that no snapshot has. It
 * accompanies the walk over these keys, and holds one page of the listing.
 */
final class Leftovers {
  private final Split split;
  private final KeyGlobs globs;
  private final Iterator<Found> objects;
  private @Nullable Bytes next;
  private long listed;
  private long known;

  private Leftovers(Split split, KeyGlobs globs, Iterator<Found> objects) {
    this.split = split;
    this.globs = globs;
    this.objects = objects;
    advance();
  }

  /** Returns the count of a split, which stays 0 if the root need not be listed. */
  static Leftovers of(Job job, Split split) throws IOException {
    return new Leftovers(
        split,
        job.comparison().globs(),
        job.listsRoot()
            ? job.destination().objects(split.after())
            : Collections.<Found>emptyIterator());
  }

  private void advance() {
    do {
      next = objects.hasNext() ? objects.next().name() : null;
    } while (next != null && split.holds(next) && !globs.matches(next));
    next = next != null && split.holds(next) ? next : null;
    listed += next == null ? 0 : 1;
  }

  /** Passes the next key that some snapshot has, and returns whether the root has it. */
  boolean pass(Bytes key) {
    while (next != null && next.compareTo(key) < 0) {
      advance();
    }
    if (next == null || !next.equals(key)) {
      return false;
    }
    known++;
    advance();
    return true;
  }

  /** Passes the rest of the split, after the last key that some snapshot has. */
  void passAll() {
    while (next != null) {
      advance();
    }
  }

  /** Returns the number of selected objects that are listed. */
  long listed() {
    return listed;
  }

  /** Returns the number of them that no snapshot has. */
  long count() {
    return listed - known;
  }
}
