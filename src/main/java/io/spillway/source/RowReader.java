package io.spillway.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;

/** Reads rows of one pinned state; travels to the workers. It may hold secrets, and shows none. */
public interface RowReader extends Serializable {

  /**
   * Connects to the source: one connection, for as long as the session is open.
   *
   * @throws RowReadException when it cannot be reached, or refuses
   */
  Session open() throws IOException;

  /** A connection to the source, for one thread that reads. */
  interface Session extends Closeable {
    /**
     * Reads all rows of a split, each once.
     *
     * @param sink is given the rows; what it throws is passed on as it is
     * @throws RowReadException when they cannot be read, or are no longer what they were in the
     *     pinned state; the session may go on with other splits unless the reason is {@link
     *     RowReadException#isBroken}
     */
    void read(TableSplit split, RowSink sink) throws IOException;

    /**
     * Ends what is being read as soon as may be, at the source too; {@link #read} then throws. May
     * be called from any thread, also when nothing is read.
     */
    void cancel();
  }
}
