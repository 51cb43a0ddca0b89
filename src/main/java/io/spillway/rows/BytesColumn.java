package io.spillway.rows;

import java.util.Arrays;

/** A vector of byte strings, including text in UTF-8. */
public final class BytesColumn extends ColumnVector {
  /** The array size in bytes from which {@link #array} is handed out for good and never reused. */
  public static final int LARGE = 1024 * 1024;

  private int[] ends = new int[USUAL_VALUES];
  private byte[] bytes = {};

  BytesColumn() {}

  /** Appends a value. The caller may reuse the array after this method returns. */
  public void append(byte[] from, int offset, int length) {
    int begin = end(size);
    if (length > bytes.length - begin) {
      bytes = Arrays.copyOf(bytes, room((long) begin + length));
    }
    System.arraycopy(from, offset, bytes, begin, length);
    endAt(begin + length);
  }

  /**
   * Returns the array of all values. An array of {@link #LARGE} bytes or more never changes, so
   * large values need no copy.
   */
  public byte[] array() {
    return bytes;
  }

  /** Returns the offset of a value in {@link #array}. */
  public int offset(int index) {
    return end(index);
  }

  /** Returns the length of a value in bytes. */
  public int length(int index) {
    return end(index + 1) - end(index);
  }

  /**
   * Returns the new array length. For large values it is exactly the length needed, to save memory.
   */
  private int room(long needed) {
    return needed < LARGE / 2 ? roomFor(bytes.length, needed) : roomFor(0, needed);
  }

  /** Returns the end of the values before an index. */
  private int end(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  private void endAt(int end) {
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, roomFor(ends.length, size + 1L));
    }
    ends[size++] = end;
  }

  @Override
  void appendNothing() {
    endAt(end(size));
  }

  @Override
  long bytes() {
    return end(size) + (long) size * Integer.BYTES;
  }

  @Override
  void clear() {
    super.clear();
    if (bytes.length >= LARGE) {
      bytes = new byte[0];
    }
  }
}
