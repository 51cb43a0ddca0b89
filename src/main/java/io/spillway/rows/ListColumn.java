package io.spillway.rows;

import java.util.Arrays;

/**
 * A vector of lists, float vectors or maps. To append a list, append its elements to {@link
 * #elements}, and then call {@link #endList}. The elements of a map are structs of a key and a
 * value; neither the structs nor the keys are null.
 */
public final class ListColumn extends ColumnVector {
  static final int ANY_LENGTH = -1;

  private final ColumnVector elements;
  private final int length;
  private int[] ends = new int[USUAL_VALUES];

  ListColumn(ColumnVector elements, int length) {
    this.elements = elements;
    this.length = length;
  }

  /** Returns the elements of all lists. */
  public ColumnVector elements() {
    return elements;
  }

  /**
   * Ends a list, which may be empty.
   *
   * @throws IllegalStateException if the list is a float vector with the wrong number of elements
   */
  public void endList() {
    int count = elements.size() - begin(size);
    if (length != ANY_LENGTH && count != length) {
      throw new IllegalStateException(
          "Invalid vector of " + count + " elements (must have " + length + ")");
    }
    appendNothing();
  }

  /** Returns the index of the first element of a list. */
  public int begin(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** Returns the index after the last element of a list. */
  public int end(int index) {
    return ends[index];
  }

  @Override
  void appendNothing() {
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, roomFor(ends.length, size + 1L));
    }
    ends[size++] = elements.size();
  }

  @Override
  long bytes() {
    return elements.bytes() + (long) size * Integer.BYTES;
  }

  @Override
  void clear() {
    super.clear();
    elements.clear();
  }
}
