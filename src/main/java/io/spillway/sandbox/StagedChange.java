package io.spillway.sandbox;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A change of one key in a commit.
 *
 * @param entry the new entry, or null if the object is deleted
 */
record StagedChange(Bytes key, @Nullable Entry entry) {
  static StagedChange to(Entry entry) {
    return new StagedChange(entry.key(), entry);
  }

  static StagedChange delete(Bytes key) {
    return new StagedChange(key, null);
  }
}
