package io.spillway.sandbox;

import io.spillway.Bytes;
import io.spillway.lakefs.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a commit does to one key.
 *
 * @param entry the object from now on, or null for none
 */
record Change(Bytes key, @Nullable Entry entry) {
  static Change to(Entry entry) {
    return new Change(entry.key(), entry);
  }

  static Change delete(Bytes key) {
    return new Change(key, null);
  }
}
