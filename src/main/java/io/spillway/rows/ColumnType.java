package io.spillway.rows;

import java.io.Serializable;

/** The type of a column's values, independent of the source's own type names. */
public sealed interface ColumnType extends Serializable {

  /** A visitor of types, used instead of an {@code instanceof} chain. */
  interface Visitor<T> {
    T plain(Plain type);

    T decimal(Decimal type);

    T list(ListOf type);
  }

  /** Returns the result of the visitor's method for this type. */
  <T> T visit(Visitor<T> visitor);

  /**
   * Types without parameters. Each constant names the {@link RowSink} method that takes its values;
   * text is UTF-8.
   */
  enum Plain implements ColumnType {
    /** {@link RowSink#putBoolean}. */
    BOOLEAN,
    /** {@link RowSink#putInt}, -32,768 to 32,767. */
    INT16,
    /** {@link RowSink#putInt}. */
    INT32,
    /** {@link RowSink#putLong}. */
    INT64,
    /** {@link RowSink#putFloat}. */
    FLOAT,
    /** {@link RowSink#putDouble}. */
    DOUBLE,
    /** {@link RowSink#putBytes}. */
    BYTES,
    /** {@link RowSink#putBytes}: text. */
    STRING,
    /** {@link RowSink#putBytes}: text that is a JSON value. */
    JSON,
    /** {@link RowSink#putBytes}: text from a small set. */
    ENUM,
    /** {@link RowSink#putBytes}: 16 bytes, most significant first. */
    UUID,
    /** {@link RowSink#putInt}: days since 1970-01-01, in the proleptic Gregorian calendar. */
    DATE,
    /** {@link RowSink#putLong}: microseconds since midnight. */
    TIME,
    /** {@link RowSink#putLong}: microseconds since 1970-01-01 00:00, without a time zone. */
    TIMESTAMP,
    /** {@link RowSink#putLong}: microseconds since 1970-01-01 00:00 UTC. */
    TIMESTAMP_UTC;

    @Override
    public <T> T visit(Visitor<T> visitor) {
      return visitor.plain(this);
    }
  }

  /**
   * Exact decimal numbers. {@link RowSink#putInt} takes unscaled values up to a precision of 9,
   * {@link RowSink#putLong} up to 18, and {@link RowSink#putBytes} beyond: {@link #bytes} bytes of
   * two's complement, most significant first.
   *
   * @param precision total number of digits, 1 to 38
   * @param scale digits after the decimal point, 0 to the precision
   */
  record Decimal(int precision, int scale) implements ColumnType {
    /** The largest precision that Parquet readers support. */
    public static final int MOST_DIGITS = 38;

    private static final int INT_DIGITS = 9;
    private static final int LONG_DIGITS = 18;

    public Decimal {
      if (precision < 1 || precision > MOST_DIGITS || scale < 0 || scale > precision) {
        throw new IllegalArgumentException("Invalid decimal(" + precision + "," + scale + ")");
      }
    }

    /** Returns whether an int holds every unscaled value. */
    public boolean fitsInt() {
      return precision <= INT_DIGITS;
    }

    /** Returns whether a long holds every unscaled value. */
    public boolean fitsLong() {
      return precision <= LONG_DIGITS;
    }

    /**
     * Returns the number of bytes of two's complement that hold every unscaled value: 16 for 38
     * digits.
     */
    public int bytes() {
      return (int) Math.ceil((precision * Math.log(10) / Math.log(2) + 1) / Byte.SIZE);
    }

    @Override
    public <T> T visit(Visitor<T> visitor) {
      return visitor.decimal(this);
    }
  }

  /**
   * Lists whose elements may be null.
   *
   * @param element the type of the elements; never a list
   */
  record ListOf(ColumnType element) implements ColumnType {
    public ListOf {
      if (element instanceof ListOf) {
        throw new IllegalArgumentException("Invalid list of lists");
      }
    }

    @Override
    public <T> T visit(Visitor<T> visitor) {
      return visitor.list(this);
    }
  }
}
