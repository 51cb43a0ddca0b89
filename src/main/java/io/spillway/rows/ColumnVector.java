package io.spillway.rows;

import io.spillway.rows.ColumnType.Plain;
import java.util.Arrays;

/**
 * The values of a column, or of a part of a nested column, in a {@link ColumnBatch}. Values are
 * appended in order. {@link ColumnType} names the vector class of each type.
 *
 * <p>Not thread-safe.
 */
public abstract sealed class ColumnVector
    permits BooleanColumn,
        IntColumn,
        LongColumn,
        FloatColumn,
        DoubleColumn,
        BytesColumn,
        ListColumn,
        StructColumn {
  /** The initial capacity of a vector, in values. */
  static final int USUAL_VALUES = 256;

  private static final int WORD = 6;

  /** The largest array length that every JVM can allocate. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private long[] nulls = {};
  private boolean hasNulls;

  /** The number of values, including nulls. */
  protected int size;

  /** Returns an empty vector for values of a type. */
  public static ColumnVector of(ColumnType type) {
    return type.visit(Maker.MAKER);
  }

  private enum Maker implements ColumnType.Visitor<ColumnVector> {
    MAKER;

    @Override
    public ColumnVector plain(Plain type) {
      return switch (type) {
        case BOOLEAN -> new BooleanColumn();
        case INT16, INT32, DATE -> new IntColumn();
        case INT64, TIME, TIMESTAMP, TIMESTAMP_UTC -> new LongColumn();
        case FLOAT -> new FloatColumn();
        case DOUBLE -> new DoubleColumn();
        case BYTES, STRING, JSON, ENUM, UUID -> new BytesColumn();
      };
    }

    @Override
    public ColumnVector decimal(ColumnType.Decimal type) {
      return type.fitsInt()
          ? new IntColumn()
          : type.fitsLong() ? new LongColumn() : new BytesColumn();
    }

    @Override
    public ColumnVector list(ColumnType.ListOf type) {
      return new ListColumn(type.element().visit(this), ListColumn.ANY_LENGTH);
    }

    @Override
    public ColumnVector vector(ColumnType.FloatVector type) {
      return new ListColumn(new FloatColumn(), type.dimensions());
    }

    @Override
    public ColumnVector map(ColumnType.MapOf type) {
      return new ListColumn(
          new StructColumn(type.key().visit(this), type.value().visit(this)),
          ListColumn.ANY_LENGTH);
    }

    @Override
    public ColumnVector struct(ColumnType.StructOf type) {
      return new StructColumn(
          type.fields().stream()
              .map(field -> field.type().visit(this))
              .toArray(ColumnVector[]::new));
    }
  }

  /** Returns the number of values, including nulls. */
  public final int size() {
    return size;
  }

  /** Returns whether any value is null. */
  public final boolean hasNulls() {
    return hasNulls;
  }

  /** Returns whether a value is null. */
  public final boolean isNull(int index) {
    int word = index >> WORD;
    return hasNulls && word < nulls.length && (nulls[word] & 1L << index) != 0;
  }

  /** Appends null. */
  public void appendNull() {
    int word = size >> WORD;
    if (word >= nulls.length) {
      nulls = Arrays.copyOf(nulls, roomFor(nulls.length, word + 1L));
    }
    nulls[word] |= 1L << size;
    hasNulls = true;
    appendNothing();
  }

  /** Appends a placeholder for a null. */
  abstract void appendNothing();

  /** Returns the size of the values in bytes. */
  abstract long bytes();

  /** Removes all values. */
  void clear() {
    if (hasNulls) {
      Arrays.fill(nulls, 0);
      hasNulls = false;
    }
    size = 0;
  }

  /**
   * Returns the new length of a growing array.
   *
   * @param length present length
   * @param needed minimum length
   * @throws OutOfMemoryError if no array can be that long
   */
  static int roomFor(int length, long needed) {
    if (needed > MOST) {
      throw new OutOfMemoryError("An array of " + needed + " elements");
    }
    return (int) Math.min(MOST, Math.max(needed, Math.max(USUAL_VALUES, 2L * length)));
  }
}
