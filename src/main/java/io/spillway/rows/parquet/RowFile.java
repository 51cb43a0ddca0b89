package io.spillway.rows.parquet;

import io.spillway.rows.RowSink;
import io.spillway.rows.Table;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/**
 * A Parquet file of a table's rows that is being written. It takes memory for about one row group,
 * {@value RowGroups#BYTES} bytes, and a few times the size of the largest value.
 *
 * <p>The {@link Checksum} of each column is summed before values reach Parquet's own writers, so it
 * does not depend on how writers or readers treat the values.
 *
 * <p>For one thread.
 */
public final class RowFile implements RowSink, Closeable {
  /** Repetition and definition levels, which encode the position of a value in its row. */
  private static final int DEFINED = 1;

  static final int EMPTY_LIST = 1;

  private static final int NULL_ELEMENT = 2;
  private static final int ELEMENT = 3;

  private static final int NO_LIST = -1;

  /** Values of at least this many bytes are copied once instead of three times. */
  private static final int LARGE = 1024 * 1024;

  private final RowGroups groups;
  private final int columns;
  private final long[] sums;
  private ColumnWriter[] writers;

  /** The first column of the current row that is not written yet. */
  private int next;

  private int list = NO_LIST;
  private int elements;
  private long listSum;
  private int repetition;
  private int definition = DEFINED;

  private RowFile(RowGroups groups, int columns) {
    this.groups = groups;
    this.columns = columns;
    this.sums = new long[columns];
    this.writers = groups.writers();
  }

  /**
   * Begins a file.
   *
   * @param out receives the bytes as they are written, and is not closed
   * @throws IOException if the table has no columns, because a Parquet file needs one, or as {@code
   *     out} throws
   */
  public static RowFile begin(Table table, Compression compression, OutputStream out)
      throws IOException {
    return begin(table, compression, out, RowGroups.BYTES);
  }

  /** Begins a file with row groups of another size. */
  static RowFile begin(Table table, Compression compression, OutputStream out, int groupBytes)
      throws IOException {
    return new RowFile(
        RowGroups.begin(table, compression, out, groupBytes), table.columns().size());
  }

  @Override
  public void startRow() {
    next = 0;
  }

  @Override
  public void putBoolean(int column, boolean value) {
    writer(column).write(value, repetition, definition);
    add(column, Checksum.of(value), 1);
  }

  @Override
  public void putInt(int column, int value) {
    writer(column).write(value, repetition, definition);
    add(column, Checksum.of(value), Integer.BYTES);
  }

  @Override
  public void putLong(int column, long value) {
    writer(column).write(value, repetition, definition);
    add(column, Checksum.of(value), Long.BYTES);
  }

  @Override
  public void putFloat(int column, float value) {
    writer(column).write(value, repetition, definition);
    add(column, Checksum.of((double) value), Float.BYTES);
  }

  @Override
  public void putDouble(int column, double value) {
    writer(column).write(value, repetition, definition);
    add(column, Checksum.of(value), Double.BYTES);
  }

  @Override
  public void putBytes(int column, byte[] bytes, int offset, int length) {
    writer(column).write(binary(bytes, offset, length), repetition, definition);
    add(column, Checksum.of(bytes, offset, length), Integer.BYTES + length);
  }

  @Override
  public void startList(int column) {
    skipTo(column);
    list = column;
    elements = 0;
    listSum = Checksum.LIST;
    repetition = 0;
    definition = ELEMENT;
  }

  @Override
  public void putNull(int column) {
    writer(column).writeNull(repetition, NULL_ELEMENT);
    add(column, Checksum.NULL, 1);
  }

  @Override
  public void endList(int column) {
    if (elements == 0) {
      writers[column].writeNull(0, EMPTY_LIST);
    }
    list = NO_LIST;
    repetition = 0;
    definition = DEFINED;
    sums[column] += Checksum.ended(listSum, elements);
  }

  @Override
  public void endRow() throws IOException {
    skipTo(columns);
    if (groups.endRow()) {
      writers = groups.writers();
    }
  }

  /** Returns the number of rows so far; another thread may see a slightly older value. */
  public long rows() {
    return groups.rows();
  }

  /**
   * Ends the file.
   *
   * @return the rows, bytes and checksums of the file
   * @throws IOException as the stream throws
   */
  public RowsWritten finish() throws IOException {
    groups.finish();
    return new RowsWritten(groups.rows(), groups.bytes(), Arrays.stream(sums).boxed().toList());
  }

  /** Releases resources. A file that was not finished is invalid. */
  @Override
  public void close() {
    groups.close();
  }

  /**
   * Returns bytes that belong to the caller as a Parquet value. Parquet's writers copy such bytes,
   * into dictionaries and as minimum and maximum, so a large value is copied here once instead.
   */
  private static Binary binary(byte[] bytes, int offset, int length) {
    return length < LARGE
        ? Binary.fromReusedByteArray(bytes, offset, length)
        : Binary.fromConstantByteArray(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  private ColumnWriter writer(int column) {
    if (list == NO_LIST) {
      skipTo(column);
    }
    return writers[column];
  }

  /** Writes null to the columns that were left out before the given one. */
  private void skipTo(int column) {
    while (next < column) {
      writers[next].writeNull(0, 0);
      sums[next] += Checksum.NULL;
      next++;
    }
    next = column + 1;
  }

  private void add(int column, long hash, int bytes) {
    groups.took(bytes);
    if (list == NO_LIST) {
      sums[column] += hash;
    } else {
      listSum = Checksum.with(listSum, hash);
      elements++;
      repetition = 1;
    }
  }
}
