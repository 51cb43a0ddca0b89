package io.spillway.source.postgres;

import io.spillway.rows.RowSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps rows as {@link io.spillway.testing.TestPostgres#query} prints them. */
public class TextRows implements RowSink {
  private final int columns;
  private final List<String> rows = new ArrayList<>();
  private String[] row = {};
  private @Nullable List<String> list;

  public TextRows(int columns) {
    this.columns = columns;
  }

  public List<String> rows() {
    return rows;
  }

  @Override
  public void startRow() {
    row = new String[columns];
    Arrays.fill(row, "null");
  }

  @Override
  public void putBoolean(int column, boolean value) {
    put(column, value ? "t" : "f");
  }

  @Override
  public void putInt(int column, int value) {
    put(column, Integer.toString(value));
  }

  @Override
  public void putLong(int column, long value) {
    put(column, Long.toString(value));
  }

  @Override
  public void putFloat(int column, float value) {
    put(column, Float.toString(value));
  }

  @Override
  public void putDouble(int column, double value) {
    put(column, Double.toString(value));
  }

  @Override
  public void putBytes(int column, byte[] bytes, int offset, int length) {
    put(column, new String(bytes, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public void startList(int column) {
    list = new ArrayList<>();
  }

  @Override
  public void putNull(int column) {
    put(column, "null");
  }

  @Override
  public void endList(int column) {
    String text = String.valueOf(list);
    list = null;
    put(column, text);
  }

  private void put(int column, String text) {
    if (list == null) {
      row[column] = text;
    } else {
      list.add(text);
    }
  }

  @Override
  public void endRow() throws IOException {
    rows.add(String.join("|", row));
  }
}
