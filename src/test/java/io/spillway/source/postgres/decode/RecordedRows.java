package io.spillway.source.postgres.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spillway.rows.RowSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps rows as text: {@code 0=1 2=[a,null]}. */
public class RecordedRows implements RowSink {
  private final List<String> rows = new ArrayList<>();
  private final StringBuilder row = new StringBuilder();
  private boolean inList;

  /** The rows that ended. */
  public List<String> rows() {
    return rows;
  }

  @Override
  public void startRow() {
    row.setLength(0);
  }

  @Override
  public void putBoolean(int column, boolean value) {
    put(column, value);
  }

  @Override
  public void putInt(int column, int value) {
    put(column, value);
  }

  @Override
  public void putLong(int column, long value) {
    put(column, value);
  }

  @Override
  public void putFloat(int column, float value) {
    put(column, value);
  }

  @Override
  public void putDouble(int column, double value) {
    put(column, value);
  }

  @Override
  public void putBytes(int column, byte[] bytes, int offset, int length) {
    put(column, new String(bytes, offset, length, ISO_8859_1));
  }

  @Override
  public void startList(int column) {
    row.append(column).append("=[");
    inList = true;
  }

  @Override
  public void putNull(int column) {
    put(column, "null");
  }

  @Override
  public void endList(int column) {
    row.append("] ");
    inList = false;
  }

  @Override
  public void endRow() {
    rows.add(row.toString().strip());
  }

  private void put(int column, Object value) {
    row.append(inList ? value + "," : column + "=" + value + " ");
  }
}
