package io.spillway.sandbox;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.source.lakefs.metadata.RangeInfo;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A state of a repository: a commit, with or without a branch's staged changes.
 *
 * @param ranges of the commit
 * @param staged changes on top of the commit
 */
record View(MetadataStore files, List<RangeInfo> ranges, NavigableMap<Bytes, StagedChange> staged) {
  /** Returns the objects from a key (inclusive) on; the caller closes them. */
  Entries from(Bytes key) throws IOException {
    Entries committed = Entries.of(files, ranges, key);
    return Entries.merged(committed, staged.tailMap(key, true).values().iterator());
  }

  /** Returns the object with the given key, or empty if it does not exist. */
  Optional<Entry> find(Bytes key) throws IOException {
    try (Entries entries = from(key)) {
      return Optional.ofNullable(entries.next()).filter(entry -> entry.key().equals(key));
    }
  }
}
