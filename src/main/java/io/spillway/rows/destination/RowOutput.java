package io.spillway.rows.destination;

import io.spillway.rows.ColumnBatch;
import io.spillway.rows.parquet.RowsWritten;
import java.io.Closeable;
import java.io.IOException;

/** A file of a split, open for writing. Readers see nothing of it before it is finished. */
public interface RowOutput extends ColumnBatch.Sink, Closeable {
  /**
   * A written file.
   *
   * @param content the rows, bytes and checksums of the file
   * @param tag the store's tag; empty if it has none
   * @param detail a note of the destination for its commit; empty if it needs none
   */
  record Finished(RowsWritten content, String tag, String detail) {}

  /** Returns the number of rows written so far. Another thread may see a slightly older value. */
  long rows();

  /**
   * Completes the file.
   *
   * @throws IOException if the file is not at the destination
   */
  Finished finish() throws IOException;

  /** Releases resources. A file that was not finished is discarded. */
  @Override
  void close() throws IOException;
}
