package io.spillway.source.postgres;

import io.spillway.source.RowSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps rows as {@link io.spillway.testing.TestPostgres#query} prints them. */
class TextRows implements RowSink {
  private final int columns;
  private final List<String> rows = new ArrayList<>();
  private String[] row = {};

  TextRows(int columns) {
    this.columns = columns;
  }

  List<String> rows() {
    return rows;
  }

  @Override
  public void startRow() {
    row = new String[columns];
    Arrays.fill(row, "null");
  }

  @Override
  public void putBoolean(int column, boolean value) {
    row[column] = value ? "t" : "f";
  }

  @Override
  public void putInt(int column, int value) {
    row[column] = Integer.toString(value);
  }

  @Override
  public void putLong(int column, long value) {
    row[column] = Long.toString(value);
  }

  @Override
  public void putFloat(int column, float value) {
    row[column] = Float.toString(value);
  }

  @Override
  public void putDouble(int column, double value) {
    row[column] = Double.toString(value);
  }

  @Override
  public void putBytes(int column, byte[] bytes, int offset, int length) {
    row[column] = new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  @Override
  public void startList(int column) {
    throw new IllegalStateException("No lists here: " + column);
  }

  @Override
  public void putNull(int column) {
    throw new IllegalStateException("No lists here: " + column);
  }

  @Override
  public void endList(int column) {
    throw new IllegalStateException("No lists here: " + column);
  }

  @Override
  public void endRow() throws IOException {
    rows.add(String.join("|", row));
  }
}
