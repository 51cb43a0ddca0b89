package io.spillway.rows;

import java.util.Arrays;

/** Values that are bytes, text in UTF-8 included. */
public final class BytesColumn extends ColumnVector {
  /** Values of at least this many bytes make a column give its array away. */
  public static final int LARGE = 1024 * 1024;

  private int[] ends = new int[USUAL_VALUES];
  private byte[] bytes = {};

  BytesColumn() {}

  /** Appends a value; the caller may reuse the array when this method returns. */
  public void append(byte[] from, int offset, int length) {
    int begin = end(size);
    if (length > bytes.length - begin) {
      bytes = Arrays.copyOf(bytes, room((long) begin + length));
    }
    System.arraycopy(from, offset, bytes, begin, length);
    endAt(begin + length);
  }

  /**
   * Returns the array of all values. Its bytes never change if it has {@link #LARGE} bytes or more,
   * so large values need no copy.
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

  /** Large values take no more memory than they need. */
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
