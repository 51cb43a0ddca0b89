package io.spillway.rows.parquet;

import io.spillway.rows.ColumnVector;
import io.spillway.rows.ListColumn;
import java.util.Arrays;

/**
 * The positions of values of a nested column, each with the repetition and definition level that
 * encode it, down to the level of one vector. A position that ends in a null or an empty list has
 * no index.
 */
final class Levels {
  static final int NOTHING = -1;

  private int[] repetition = {};
  private int[] definition = {};
  private int[] index = {};
  private int count;

  int count() {
    return count;
  }

  int repetition(int at) {
    return repetition[at];
  }

  int definition(int at) {
    return definition[at];
  }

  /** Returns the index of a value in its vector, or {@link #NOTHING}. */
  int index(int at) {
    return index[at];
  }

  /** Sets the positions of top-level values. */
  void ofRows(int from, int to) {
    count = 0;
    for (int row = from; row < to; row++) {
      add(0, 0, row);
    }
  }

  /** Copies the positions of another vector with an equal number of values. */
  void ofSame(Levels other) {
    reserve(other.count);
    count = other.count;
    System.arraycopy(other.repetition, 0, repetition, 0, count);
    System.arraycopy(other.definition, 0, definition, 0, count);
    System.arraycopy(other.index, 0, index, 0, count);
  }

  /** Ends the positions whose value is null, and raises the definition level of the others. */
  void define(ColumnVector vector) {
    for (int at = 0; at < count; at++) {
      if (index[at] != NOTHING) {
        if (vector.isNull(index[at])) {
          index[at] = NOTHING;
        } else {
          definition[at]++;
        }
      }
    }
  }

  /**
   * Sets the positions of the elements of lists.
   *
   * @param lists positions of the lists
   * @param repeated repetition level of the elements after the first
   */
  void ofElements(Levels lists, ListColumn list, int repeated) {
    count = 0;
    for (int at = 0; at < lists.count; at++) {
      int one = lists.index[at];
      int begin = one == NOTHING ? 0 : list.begin(one);
      int end = one == NOTHING ? 0 : list.end(one);
      if (begin == end) {
        add(lists.repetition[at], lists.definition[at], NOTHING);
      }
      for (int element = begin; element < end; element++) {
        int level = element == begin ? lists.repetition[at] : repeated;
        add(level, lists.definition[at] + 1, element);
      }
    }
  }

  private void add(int repeated, int defined, int position) {
    if (count == index.length) {
      reserve(count + 1);
    }
    repetition[count] = repeated;
    definition[count] = defined;
    index[count++] = position;
  }

  private void reserve(int needed) {
    if (needed > index.length) {
      int length = Math.max(needed, Math.max(256, index.length + (index.length >> 1)));
      repetition = Arrays.copyOf(repetition, length);
      definition = Arrays.copyOf(definition, length);
      index = Arrays.copyOf(index, length);
    }
  }
}
