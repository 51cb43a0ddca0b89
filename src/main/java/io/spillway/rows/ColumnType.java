package io.spillway.rows;

import java.io.Serializable;
import java.util.List;

/** The type of a column's values, independent of the source's own type names. */
public sealed interface ColumnType extends Serializable {

  /** A visitor of types, used instead of an {@code instanceof} chain. */
  interface Visitor<T> {
    T plain(Plain type);

    T decimal(Decimal type);

    T list(ListOf type);

    T vector(FloatVector type);

    T map(MapOf type);

    T struct(StructOf type);
  }

  /** Returns the result of the visitor's method for this type. */
  <T> T visit(Visitor<T> visitor);

  /**
   * Types without parameters. Each constant names the vector class of its values; text is UTF-8.
   */
  enum Plain implements ColumnType {
    /** {@link BooleanColumn}. */
    BOOLEAN,
    /** {@link IntColumn}, -32,768 to 32,767. */
    INT16,
    /** {@link IntColumn}. */
    INT32,
    /** {@link LongColumn}. */
    INT64,
    /** {@link FloatColumn}. */
    FLOAT,
    /** {@link DoubleColumn}. */
    DOUBLE,
    /** {@link BytesColumn}. */
    BYTES,
    /** {@link BytesColumn}: text. */
    STRING,
    /** {@link BytesColumn}: text that is a JSON value. */
    JSON,
    /** {@link BytesColumn}: text from a small set. */
    ENUM,
    /** {@link BytesColumn}: 16 bytes, most significant first. */
    UUID,
    /** {@link IntColumn}: days since 1970-01-01, in the proleptic Gregorian calendar. */
    DATE,
    /** {@link LongColumn}: microseconds since midnight. */
    TIME,
    /** {@link LongColumn}: microseconds since 1970-01-01 00:00, without a time zone. */
    TIMESTAMP,
    /** {@link LongColumn}: microseconds since 1970-01-01 00:00 UTC. */
    TIMESTAMP_UTC;

    @Override
    public <T> T visit(Visitor<T> visitor) {
      return visitor.plain(this);
    }
  }

  /**
   * Exact decimal numbers. {@link IntColumn} stores unscaled values up to a precision of 9, {@link
   * LongColumn} up to 18, and {@link BytesColumn} above: {@link #bytes} bytes in two's complement,
   * most significant first.
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

    /** Returns whether every unscaled value fits into an int. */
    public boolean fitsInt() {
      return precision <= INT_DIGITS;
    }

    /** Returns whether every unscaled value fits into a long. */
    public boolean fitsLong() {
      return precision <= LONG_DIGITS;
    }

    /**
     * Returns the number of bytes that hold every unscaled value in two's complement: 16 for 38
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
   * Lists with nullable elements, stored in a {@link ListColumn}.
   *
   * @param element type of the elements
   */
  record ListOf(ColumnType element) implements ColumnType {
    @Override
    public <T> T visit(Visitor<T> visitor) {
      return visitor.list(this);
    }
  }

  /**
   * Lists of a fixed length with non-null float elements, stored in a {@link ListColumn} of {@link
   * FloatColumn}.
   *
   * @param dimensions number of elements, at least 1
   */
  record FloatVector(int dimensions) implements ColumnType {
    public FloatVector {
      if (dimensions < 1) {
        throw new IllegalArgumentException("Invalid vector of " + dimensions + " dimensions");
      }
    }

    @Override
    public <T> T visit(Visitor<T> visitor) {
      return visitor.vector(this);
    }
  }

  /**
   * Maps with non-null keys, stored in a {@link ListColumn} of {@link StructColumn}.
   *
   * @param key type of the keys
   * @param value type of the values
   */
  record MapOf(ColumnType key, ColumnType value) implements ColumnType {
    @Override
    public <T> T visit(Visitor<T> visitor) {
      return visitor.map(this);
    }
  }

  /**
   * Structs with nullable fields, stored in a {@link StructColumn}.
   *
   * @param fields fields in order, at least one, with unique names
   */
  record StructOf(List<Field> fields) implements ColumnType {
    public StructOf {
      fields = List.copyOf(fields);
      if (fields.isEmpty()) {
        throw new IllegalArgumentException("Invalid struct without fields");
      }
    }

    /** A field of a struct. */
    public record Field(String name, ColumnType type) implements Serializable {}

    @Override
    public <T> T visit(Visitor<T> visitor) {
      return visitor.struct(this);
    }
  }
}
