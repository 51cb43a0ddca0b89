package io.spillway.rows;

import java.util.Arrays;

/** A vector of {@code long} values. */
public final class LongColumn extends ColumnVector {
  private long[] values = new long[USUAL_VALUES];

  LongColumn() {}

  /** Appends a value. */
  public void append(long value) {
    if (size == values.length) {
      grow(1);
    }
    values[size++] = value;
  }

  /** Returns a non-null value. */
  public long get(int index) {
    return values[index];
  }

  @Override
  void appendNothing() {
    append(0);
  }

  @Override
  long bytes() {
    return (long) size * Long.BYTES;
  }

  private void grow(int more) {
    values = Arrays.copyOf(values, roomFor(values.length, (long) size + more));
  }
}
