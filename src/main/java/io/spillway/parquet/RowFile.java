package io.spillway.parquet;

import io.spillway.source.RowSink;
import io.spillway.source.Table;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/**
 * A Parquet file of a table's rows that is being written. Of memory it takes about a row group,
 * {@value RowGroups#BYTES} bytes, and what the largest value takes a few times over.
 *
 * <p>On the way in each column's {@link Checksum} is summed up: what Parquet's own writers or a
 * reader make of the values has no part in it.
 *
 * <p>For one thread.
 */
public final class RowFile implements RowSink, Closeable {
  /** Repetition and definition levels: how Parquet says where in a row a value stands. */
  private static final int DEFINED = 1;

  static final int EMPTY_LIST = 1;

  private static final int NULL_ELEMENT = 2;
  private static final int ELEMENT = 3;

  private static final int NO_LIST = -1;

  /** A value of so many bytes is copied once, in place of three times. */
  private static final int LARGE = 1024 * 1024;

  private final RowGroups groups;
  private final int columns;
  private final long[] sums;
  private ColumnWriter[] writers;

  /** The first column of the row in hand of which nothing is known yet. */
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
   * @param out takes the bytes as they come, and is not closed
   * @throws IOException when the table has no columns, which no Parquet file can say, or what
   *     {@code out} throws
   */
  public static RowFile begin(Table table, Compression compression, OutputStream out)
      throws IOException {
    return begin(table, compression, out, RowGroups.BYTES);
  }

  /** The same with row groups of another size. */
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

  /** How many rows it has by now; another thread may see it a little behind. */
  public long rows() {
    return groups.rows();
  }

  /**
   * Ends the file.
   *
   * @return what is in it
   * @throws IOException what the stream throws
   */
  public RowsWritten finish() throws IOException {
    groups.finish();
    return new RowsWritten(groups.rows(), groups.bytes(), Arrays.stream(sums).boxed().toList());
  }

  /** Frees what was taken. A file that was not finished is none. */
  @Override
  public void close() {
    groups.close();
  }

  /** Parquet's writers copy what is the caller's: to a dictionary, as a least and a greatest. */
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

  /** What does not come is absent. */
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
