package io.spillway.rows;

import java.util.Arrays;

/** A vector of {@code boolean} values. */
public final class BooleanColumn extends ColumnVector {
  private boolean[] values = new boolean[USUAL_VALUES];

  BooleanColumn() {}

  /** Appends a value. */
  public void append(boolean value) {
    if (size == values.length) {
      grow(1);
    }
    values[size++] = value;
  }

  /** Returns a non-null value. */
  public boolean get(int index) {
    return values[index];
  }

  @Override
  void appendNothing() {
    append(false);
  }

  @Override
  long bytes() {
    return (long) size;
  }

  private void grow(int more) {
    values = Arrays.copyOf(values, roomFor(values.length, (long) size + more));
  }
}
