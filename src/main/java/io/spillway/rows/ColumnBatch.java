package io.spillway.rows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A batch of rows in columnar form. A reader appends one value to each column per row, passes the
 * batch on when it {@link #isFull}, clears it, and fills it again.
 *
 * <p>Not thread-safe.
 */
public final class ColumnBatch {
  /**
   * The size of a full batch in bytes of values. Only a batch with a single row may be much larger.
   */
  public static final int BYTES = 256 * 1024;

  private static final int MOST_ROWS = 4_096;

  private final ColumnVector[] columns;
  private final long[] outOfRange;
  private int rows;

  /** A receiver of batches. */
  public interface Sink {
    /**
     * Writes the rows of a batch. The reader reuses the batch after this method returns.
     *
     * @throws IOException if the rows cannot be written
     */
    void write(ColumnBatch batch) throws IOException;
  }

  /** Creates an empty batch. */
  public ColumnBatch(List<Column> columns) {
    this.columns =
        columns.stream().map(column -> ColumnVector.of(column.type())).toArray(ColumnVector[]::new);
    this.outOfRange = new long[columns.size()];
  }

  /** Returns the number of columns. */
  public int columns() {
    return columns.length;
  }

  /** Returns the values of a column. */
  public ColumnVector column(int number) {
    return columns[number];
  }

  /** Counts a value of a column that became null because its type has no such value. */
  public void addOutOfRange(int number) {
    outOfRange[number]++;
  }

  /** Returns the number of values of a column that became null because they were out of range. */
  public long outOfRange(int number) {
    return outOfRange[number];
  }

  /** Ends a row, after one value was appended to each column. */
  public void endRow() {
    rows++;
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the approximate size of the values in bytes. */
  public long bytes() {
    long bytes = 0;
    for (ColumnVector column : columns) {
      bytes += column.bytes();
    }
    return bytes;
  }

  /** Returns whether the batch should be passed on. */
  public boolean isFull() {
    return rows >= MOST_ROWS || bytes() >= BYTES;
  }

  /**
   * Writes the rows to a sink, if there are any, and removes them.
   *
   * @throws IllegalStateException if the number of values in a column differs from the number of
   *     rows
   */
  public void flush(Sink sink) throws IOException {
    if (rows == 0) {
      return;
    }
    for (int number = 0; number < columns.length; number++) {
      if (columns[number].size() != rows) {
        throw new IllegalStateException(
            "Invalid batch of "
                + rows
                + " rows: column "
                + number
                + " has "
                + columns[number].size());
      }
    }
    sink.write(this);
    clear();
  }

  /** Removes all rows. */
  public void clear() {
    for (ColumnVector column : columns) {
      column.clear();
    }
    Arrays.fill(outOfRange, 0);
    rows = 0;
  }
}
