package io.spillway.source.lakefs;

import io.spillway.Bytes;
import io.spillway.lakefs.Entry;
import io.spillway.lakefs.MetadataFile;
import io.spillway.lakefs.MetadataFiles;
import io.spillway.lakefs.RangeInfo;
import io.spillway.source.EntryCursor;
import io.spillway.source.Range;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The entries of one range file between two keys; holds the file until it is closed. */
final class RangeCursor implements EntryCursor {
  private final MetadataFiles.Handle file;
  private final MetadataFile.Cursor<Entry> cursor;
  private final Bytes last;

  RangeCursor(MetadataFiles.Handle file, Range range, Bytes after, Bytes last) throws IOException {
    this.file = file;
    this.last = last;
    file.file().check(new RangeInfo(range.file(), range.min(), range.max(), range.entries(), 0));
    this.cursor = file.file().entries(after);
  }

  @Override
  public @Nullable Entry next() throws IOException {
    Entry entry = cursor.next();
    boolean wanted = entry != null && (last.length() == 0 || entry.key().compareTo(last) <= 0);
    return wanted ? entry : null;
  }

  @Override
  public void close() throws IOException {
    try (MetadataFiles.Handle closedLast = file) {
      cursor.close();
    }
  }
}
