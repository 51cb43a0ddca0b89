package io.spillway.sandbox;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.source.lakefs.metadata.MetadataFile;
import io.spillway.source.lakefs.metadata.RangeInfo;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cursor over the entries of a repository's state, in the order of their keys. */
interface Entries extends Cursor<Entry> {
  /** Returns the entries of these ranges from a key (inclusive) on. */
  static Entries of(MetadataStore files, List<RangeInfo> ranges, Bytes from) {
    return new InRanges(files, ranges, from);
  }

  /** Returns the entries with changes applied. The result owns and closes {@code entries}. */
  static Entries merged(Entries entries, Iterator<StagedChange> changes) throws IOException {
    return changes.hasNext() ? new Merged(entries, changes) : entries;
  }

  /** The entries of consecutive ranges, one open at a time. */
  final class InRanges implements Entries {
    private final MetadataStore files;
    private final List<RangeInfo> ranges;
    private final Bytes from;
    private int nextRange;
    private MetadataFile.@Nullable Cursor<Entry> cursor;

    private InRanges(MetadataStore files, List<RangeInfo> ranges, Bytes from) {
      this.files = files;
      this.ranges = ranges;
      this.from = from;
      this.nextRange = firstWith(ranges, from);
    }

    private static int firstWith(List<RangeInfo> ranges, Bytes key) {
      int low = 0;
      int high = ranges.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (ranges.get(middle).maxKey().compareTo(key) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    @Override
    public @Nullable Entry next() throws IOException {
      while (cursor != null || nextRange < ranges.size()) {
        if (cursor == null) {
          openNext();
        } else {
          Entry entry = cursor.next();
          if (entry == null) {
            close();
          } else if (entry.key().compareTo(from) >= 0) {
            return entry;
          }
        }
      }
      return null;
    }

    private void openNext() throws IOException {
      cursor = files.entries(ranges.get(nextRange++).id(), justBefore(from));
    }

    // UTF-8 text never contains 0xff, so only keys that contain it lie between this and the key.
    private static Bytes justBefore(Bytes key) {
      if (key.length() == 0) {
        return key;
      }
      byte[] before = Arrays.copyOf(key.array(), key.length() + 1);
      if (before[key.length() - 1] == 0) {
        return Bytes.of(Arrays.copyOf(before, key.length() - 1));
      }
      before[key.length() - 1]--;
      before[key.length()] = (byte) 0xff;
      return Bytes.of(before);
    }

    @Override
    public void close() {
      MetadataFile.Cursor<Entry> open = cursor;
      if (open != null) {
        open.close();
        cursor = null;
      }
    }
  }

  /** Entries with changes applied. */
  final class Merged implements Entries {
    private final Entries entries;
    private final Iterator<StagedChange> changes;
    private @Nullable Entry entry;
    private @Nullable StagedChange change;

    private Merged(Entries entries, Iterator<StagedChange> changes) throws IOException {
      this.entries = entries;
      this.changes = changes;
      this.entry = entries.next();
      this.change = changes.next();
    }

    @Override
    public @Nullable Entry next() throws IOException {
      while (entry != null || change != null) {
        Entry result = step();
        if (result != null) {
          return result;
        }
      }
      return null;
    }

    private @Nullable Entry step() throws IOException {
      Entry old = entry;
      StagedChange now = change;
      if (now == null || (old != null && old.key().compareTo(now.key()) < 0)) {
        entry = entries.next();
        return old;
      }
      if (old != null && old.key().equals(now.key())) {
        entry = entries.next();
      }
      change = changes.hasNext() ? changes.next() : null;
      return now.entry();
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
