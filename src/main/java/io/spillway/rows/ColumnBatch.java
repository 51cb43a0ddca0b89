package io.spillway.rows;

import java.io.IOException;
import java.util.List;

/**
 * A block of rows, column by column. A reader appends a value to each column for each row, hands
 * the batch over when it {@link #isFull}, clears it and fills it again.
 *
 * <p>For one thread.
 */
public final class ColumnBatch {
  /** Bytes of values in a full batch. Only a batch of a single row may have many more. */
  public static final int BYTES = 256 * 1024;

  private static final int MOST_ROWS = 4_096;

  private final ColumnVector[] columns;
  private int rows;

  /** A receiver of batches. */
  public interface Sink {
    /**
     * Takes the rows of a batch; the reader reuses the batch when this method returns.
     *
     * @throws IOException if the rows cannot be taken
     */
    void write(ColumnBatch batch) throws IOException;
  }

  /** Creates an empty batch. */
  public ColumnBatch(List<Column> columns) {
    this.columns =
        columns.stream().map(column -> ColumnVector.of(column.type())).toArray(ColumnVector[]::new);
  }

  /** Returns the number of columns. */
  public int columns() {
    return columns.length;
  }

  /** Returns the values of a column. */
  public ColumnVector column(int number) {
    return columns[number];
  }

  /** Ends a row, for which each column has one more value. */
  public void endRow() {
    rows++;
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the approximate number of bytes of the values. */
  public long bytes() {
    long bytes = 0;
    for (ColumnVector column : columns) {
      bytes += column.bytes();
    }
    return bytes;
  }

  /** Returns whether the batch should be handed over. */
  public boolean isFull() {
    return rows >= MOST_ROWS || bytes() >= BYTES;
  }

  /**
   * Hands the rows over, if there are any, and removes them.
   *
   * @throws IllegalStateException if a column has more or fewer values than there are rows
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
    rows = 0;
  }
}
