package io.spillway.source.lakefs;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.object.EntryCursor;
import io.spillway.object.Range;
import io.spillway.source.lakefs.metadata.MetadataFile;
import io.spillway.source.lakefs.metadata.MetadataFiles;
import io.spillway.source.lakefs.metadata.RangeInfo;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the entries of one range file between two keys. Keeps the file open until the
 * cursor is closed.
 */
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
