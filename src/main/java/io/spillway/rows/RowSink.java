package io.spillway.rows;

import java.io.IOException;

/**
 * A receiver of rows, value by value and without boxing. Within a row, columns come in order, and a
 * column that is left out is null. {@link ColumnType} names the method that takes the values of a
 * type. The elements of a list are put between {@link #startList} and {@link #endList}, with the
 * number of the list's column.
 *
 * <p>For one thread.
 */
public interface RowSink {
  /** Begins a row. */
  void startRow() throws IOException;

  /** Adds a boolean. */
  void putBoolean(int column, boolean value) throws IOException;

  /** Adds an int. */
  void putInt(int column, int value) throws IOException;

  /** Adds a long. */
  void putLong(int column, long value) throws IOException;

  /** Adds a float. */
  void putFloat(int column, float value) throws IOException;

  /** Adds a double. */
  void putDouble(int column, double value) throws IOException;

  /** Adds bytes; the caller may reuse the array when this method returns. */
  void putBytes(int column, byte[] bytes, int offset, int length) throws IOException;

  /** Begins a non-null list; it may be empty. */
  void startList(int column) throws IOException;

  /** Adds a null element to a list. */
  void putNull(int column) throws IOException;

  /** Ends a list. */
  void endList(int column) throws IOException;

  /** Ends a row and counts it. */
  void endRow() throws IOException;
}
