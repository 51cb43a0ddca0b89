package io.spillway.source.lakefs;

import io.spillway.lakefs.Entry;
import io.spillway.lakefs.MetadataFile;
import io.spillway.lakefs.MetadataFiles;
import io.spillway.lakefs.RangeInfo;
import io.spillway.source.EntryCursor;
import io.spillway.source.Split;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a split of one range file; holds the file until it is closed, and holds the split
 * to its count.
 */
final class RangeCursor implements EntryCursor {
  private final MetadataFiles.Handle range;
  private final MetadataFile.Cursor<Entry> cursor;
  private final Split split;
  private long seen;

  RangeCursor(MetadataFiles.Handle range, Split split) throws IOException {
    this.range = range;
    this.split = split;
    if (split.first().length() > 0) {
      range
          .file()
          .check(new RangeInfo(split.file(), split.first(), split.last(), split.entries(), 0));
    }
    this.cursor = range.file().entries(split.after());
  }

  @Override
  public @Nullable Entry next() throws IOException {
    Entry entry = seen == split.entries() ? null : cursor.next();
    if (entry != null) {
      seen++;
      checkLast(entry);
      return entry;
    }
    if (seen != split.entries()) {
      throw new IOException(split + " should have " + split.entries() + " entries and has " + seen);
    }
    return null;
  }

  private void checkLast(Entry entry) throws IOException {
    if ((seen == split.entries()) != entry.key().equals(split.last())) {
      throw new IOException(
          split + " has other entries than planned: number " + seen + " is '" + entry.key() + "'");
    }
  }

  @Override
  public void close() throws IOException {
    try (MetadataFiles.Handle closedLast = range) {
      cursor.close();
    }
  }
}
