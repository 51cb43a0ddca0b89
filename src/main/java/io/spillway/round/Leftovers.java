package io.spillway.round;

import io.spillway.Bytes;
import io.spillway.KeyGlobs;
import io.spillway.destination.Found;
import io.spillway.source.Split;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Counts what lies at the root between the keys of a split, is looked at, and is in no snapshot.
 * Goes along with the walk over those keys; holds one page of the listing.
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

  /** Finds none where the root need not be listed. */
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

  /** The next key that some snapshot has; whether it is there. */
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

  /** There are no more such keys in the split. */
  void passAll() {
    while (next != null) {
      advance();
    }
  }

  /** Objects that are there. */
  long listed() {
    return listed;
  }

  /** How many of them no snapshot has. */
  long count() {
    return listed - known;
  }
}
