package io.spillway.sandbox;

import io.spillway.Bytes;
import io.spillway.lakefs.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A change of one key in a commit.
 *
 * @param entry the new entry, or null if the object is deleted
 */
record Change(Bytes key, @Nullable Entry entry) {
  static Change to(Entry entry) {
    return new Change(entry.key(), entry);
  }

  static Change delete(Bytes key) {
    return new Change(key, null);
  }
}
