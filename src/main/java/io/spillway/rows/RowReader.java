package io.spillway.rows;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;

/**
 * A reader of rows of one pinned state, serialized to the workers. It may hold secrets, and never
 * prints them.
 */
public interface RowReader extends Serializable {

  /**
   * Opens a connection to the source, which stays open until the session is closed.
   *
   * @throws RowReadException if the source cannot be reached or rejects the connection
   */
  Session open() throws IOException;

  /** A connection to the source, used by one reading thread. */
  interface Session extends Closeable {
    /**
     * Reads all rows of a split exactly once.
     *
     * @param sink receiver of the rows in batches; its exceptions are rethrown unchanged
     * @throws RowReadException if the rows cannot be read, or have changed since the pinned state;
     *     the session can read other splits unless the exception {@link RowReadException#isBroken}
     */
    void read(TableSplit split, ColumnBatch.Sink sink) throws IOException;

    /**
     * Cancels the current read as soon as possible, including at the source; {@link #read} then
     * throws. May be called from any thread, even if no read is running.
     */
    void cancel();
  }
}
