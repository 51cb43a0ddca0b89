package io.spillway.source;

import java.io.IOException;

/**
 * Takes rows, value by value and with nothing boxed. Within a row, columns come in their order, and
 * one that does not come has no value there. {@link ColumnType} says which method takes the values
 * of a type; one of a list is put between {@link #startList} and {@link #endList}, by the number of
 * the list's column.
 *
 * <p>For one thread.
 */
public interface RowSink {
  /** A row begins. */
  void startRow() throws IOException;

  /** A value. */
  void putBoolean(int column, boolean value) throws IOException;

  /** A value. */
  void putInt(int column, int value) throws IOException;

  /** A value. */
  void putLong(int column, long value) throws IOException;

  /** A value. */
  void putFloat(int column, float value) throws IOException;

  /** A value. */
  void putDouble(int column, double value) throws IOException;

  /** A value; the bytes are the caller's again when this returns. */
  void putBytes(int column, byte[] bytes, int offset, int length) throws IOException;

  /** A list begins, which is none of null: an empty one ends at once. */
  void startList(int column) throws IOException;

  /** An element of a list that is absent. */
  void putNull(int column) throws IOException;

  /** A list ends. */
  void endList(int column) throws IOException;

  /** A row ends, and counts. */
  void endRow() throws IOException;
}
