package io.spillway.sandbox;

import io.spillway.Bytes;
import io.spillway.lakefs.Entry;
import io.spillway.lakefs.RangeInfo;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * One state of a repository: a commit, with a branch's uncommitted changes over it or none.
 *
 * @param ranges of the commit
 * @param staged what is not committed
 */
record View(MetadataFiles files, List<RangeInfo> ranges, NavigableMap<Bytes, Change> staged) {
  /** The objects from a key on; to be closed. */
  Entries from(Bytes key) throws IOException {
    Entries committed = Entries.of(files, ranges, key);
    return Entries.merged(committed, staged.tailMap(key, true).values().iterator());
  }

  /** The object by that key. */
  Optional<Entry> find(Bytes key) throws IOException {
    try (Entries entries = from(key)) {
      return Optional.ofNullable(entries.next()).filter(entry -> entry.key().equals(key));
    }
  }
}
