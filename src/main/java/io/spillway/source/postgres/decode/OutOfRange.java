package io.spillway.source.postgres.decode;

import io.spillway.rows.ColumnVector;
import java.util.function.IntConsumer;

/**
 * The treatment of values that a column's Parquet type has no value for: infinities, NaN in a
 * decimal, and times after the type's end. Not thread-safe.
 */
final class OutOfRange {
  private final boolean isNull;
  private final int column;
  private final IntConsumer counter;

  /**
   * Creates a treatment.
   *
   * @param isNull whether such a value becomes null; otherwise it is a failure
   * @param column index of the column, from 0
   * @param counter receives the column of each value that became null
   */
  OutOfRange(boolean isNull, int column, IntConsumer counter) {
    this.isNull = isNull;
    this.column = column;
    this.counter = counter;
  }

  /** Returns the index of the column, from 0. */
  int column() {
    return column;
  }

  /**
   * Appends null in place of such a value, and counts it.
   *
   * @param vector vector of the value
   * @param what description of the value, as the rest of "it is …"
   * @throws ValueException if such a value is a failure
   */
  void append(ColumnVector vector, String what) throws ValueException {
    if (!isNull) {
      throw new ValueException(
          column,
          "it is "
              + what
              + "; --cast of the column to text keeps it, --out-of-range=null makes it null, or"
              + " leave the column out with --columns");
    }
    counter.accept(column);
    vector.appendNull();
  }
}
