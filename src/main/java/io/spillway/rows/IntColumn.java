package io.spillway.rows;

import java.util.Arrays;

/** A vector of {@code int} values. */
public final class IntColumn extends ColumnVector {
  private int[] values = new int[USUAL_VALUES];

  IntColumn() {}

  /** Appends a value. */
  public void append(int value) {
    if (size == values.length) {
      grow(1);
    }
    values[size++] = value;
  }

  /** Returns a non-null value. */
  public int get(int index) {
    return values[index];
  }

  @Override
  void appendNothing() {
    append(0);
  }

  @Override
  long bytes() {
    return (long) size * Integer.BYTES;
  }

  private void grow(int more) {
    values = Arrays.copyOf(values, roomFor(values.length, (long) size + more));
  }
}
