package io.spillway.rows;

import java.util.Arrays;

/** A vector of {@code float} values. */
public final class FloatColumn extends ColumnVector {
  private float[] values = new float[USUAL_VALUES];

  FloatColumn() {}

  /** Appends a value. */
  public void append(float value) {
    if (size == values.length) {
      grow(1);
    }
    values[size++] = value;
  }

  /** Appends non-null values. */
  public void append(float[] from, int offset, int length) {
    if (length > values.length - size) {
      grow(length);
    }
    System.arraycopy(from, offset, values, size, length);
    size += length;
  }

  /** Returns a non-null value. */
  public float get(int index) {
    return values[index];
  }

  @Override
  void appendNothing() {
    append(0);
  }

  @Override
  long bytes() {
    return (long) size * Float.BYTES;
  }

  private void grow(int more) {
    values = Arrays.copyOf(values, roomFor(values.length, (long) size + more));
  }
}
