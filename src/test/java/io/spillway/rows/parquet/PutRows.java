package io.spillway.rows.parquet;

import io.spillway.rows.BytesColumn;
import io.spillway.rows.ColumnBatch;
import io.spillway.rows.ColumnVector;
import io.spillway.rows.DoubleColumn;
import io.spillway.rows.IntColumn;
import io.spillway.rows.ListColumn;
import io.spillway.rows.LongColumn;
import io.spillway.rows.Table;
import java.io.IOException;

/** Puts rows into a file value by value; a column that is left out is null. */
final class PutRows {
  private final ColumnBatch batch;
  private final RowFile file;
  private boolean inList;

  PutRows(Table table, RowFile file) {
    this.batch = new ColumnBatch(table.columns());
    this.file = file;
  }

  void putInt(int column, int value) {
    ((IntColumn) vector(column)).append(value);
  }

  void putLong(int column, long value) {
    ((LongColumn) vector(column)).append(value);
  }

  void putDouble(int column, double value) {
    ((DoubleColumn) vector(column)).append(value);
  }

  void putBytes(int column, byte[] bytes, int offset, int length) {
    ((BytesColumn) vector(column)).append(bytes, offset, length);
  }

  void putNull(int column) {
    vector(column).appendNull();
  }

  void startList() {
    inList = true;
  }

  void endList(int column) {
    ((ListColumn) batch.column(column)).endList();
    inList = false;
  }

  void endRow() throws IOException {
    for (int column = 0; column < batch.columns(); column++) {
      if (batch.column(column).size() == batch.rows()) {
        batch.column(column).appendNull();
      }
    }
    batch.endRow();
    if (batch.isFull()) {
      flush();
    }
  }

  void flush() throws IOException {
    batch.flush(file);
  }

  private ColumnVector vector(int column) {
    ColumnVector vector = batch.column(column);
    return inList ? ((ListColumn) vector).elements() : vector;
  }
}
