package io.spillway.rows;

import java.util.Arrays;

/** A vector of {@code double} values. */
public final class DoubleColumn extends ColumnVector {
  private double[] values = new double[USUAL_VALUES];

  DoubleColumn() {}

  /** Appends a value. */
  public void append(double value) {
    if (size == values.length) {
      grow(1);
    }
    values[size++] = value;
  }

  /** Returns a non-null value. */
  public double get(int index) {
    return values[index];
  }

  @Override
  void appendNothing() {
    append(0);
  }

  @Override
  long bytes() {
    return (long) size * Double.BYTES;
  }

  private void grow(int more) {
    values = Arrays.copyOf(values, roomFor(values.length, (long) size + more));
  }
}
