package io.spillway.source.postgres.decode;

import static io.spillway.source.postgres.decode.Network.int2;
import static io.spillway.source.postgres.decode.Network.int4;
import static io.spillway.source.postgres.decode.Network.int8;

import io.spillway.rows.BooleanColumn;
import io.spillway.rows.BytesColumn;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.ListOf;
import io.spillway.rows.ColumnVector;
import io.spillway.rows.DoubleColumn;
import io.spillway.rows.FloatColumn;
import io.spillway.rows.IntColumn;
import io.spillway.rows.ListColumn;
import io.spillway.rows.LongColumn;
import java.io.IOException;

/** A factory of column decoders. */
final class Decoders {
  /** Days from 1970-01-01 to 2000-01-01, the epoch of Postgres. */
  private static final int EPOCH_DAYS = 10_957;

  private static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;
  private static final byte JSONB_VERSION = 1;

  /** The description of a timestamp after the last of Parquet, as the rest of "it is …". */
  static final String TOO_LATE =
      "after 294247-01-10 04:00:54.775807, where a Parquet timestamp ends";

  private Decoders() {}

  /**
   * Returns the decoder of a column's values.
   *
   * @param range treatment of values that the type does not have
   * @param vector vector that receives the values
   */
  static FieldDecoder of(ReadColumn column, OutOfRange range, ColumnVector vector) {
    ColumnType type = column.column().type();
    if (column.format() instanceof PrintedType printed) {
      return TextDecoder.of(type, printed, range, vector);
    }
    return ofWire(type, (WireFormat) column.format(), range, vector);
  }

  private static FieldDecoder ofWire(
      ColumnType type, WireFormat wire, OutOfRange range, ColumnVector vector) {
    if (type instanceof ListOf list) {
      ListColumn lists = (ListColumn) vector;
      return new ArrayDecoder(
          ofWire(list.element(), wire, range, lists.elements()), range.column(), lists);
    }
    return type instanceof Decimal decimal
        ? new DecimalDecoder(decimal, range, vector)
        : plain(wire, range, vector);
  }

  private static FieldDecoder plain(WireFormat wire, OutOfRange range, ColumnVector vector) {
    if (vector instanceof IntColumn ints) {
      return ofInts(wire, range, ints);
    }
    if (vector instanceof LongColumn longs) {
      return ofLongs(wire, range, longs);
    }
    if (vector instanceof BytesColumn column) {
      return ofBytes(wire, range, column);
    }
    if (vector instanceof DoubleColumn doubles) {
      return (bytes, at, length) -> {
        requireSize(8, length);
        doubles.append(Double.longBitsToDouble(int8(bytes, at)));
      };
    }
    if (vector instanceof FloatColumn floats) {
      return (bytes, at, length) -> {
        requireSize(4, length);
        floats.append(Float.intBitsToFloat(int4(bytes, at)));
      };
    }
    BooleanColumn booleans = (BooleanColumn) vector;
    return (bytes, at, length) -> {
      requireSize(1, length);
      booleans.append(bytes[at] != 0);
    };
  }

  private static FieldDecoder ofInts(WireFormat wire, OutOfRange range, IntColumn column) {
    return switch (wire) {
      case INT2 ->
          (bytes, at, length) -> {
            requireSize(2, length);
            column.append(int2(bytes, at));
          };
      case DATE ->
          (bytes, at, length) -> {
            requireSize(4, length);
            days(range, int4(bytes, at), column);
          };
      default ->
          (bytes, at, length) -> {
            requireSize(4, length);
            column.append(int4(bytes, at));
          };
    };
  }

  private static FieldDecoder ofLongs(WireFormat wire, OutOfRange range, LongColumn column) {
    return switch (wire) {
      case OID ->
          (bytes, at, length) -> {
            requireSize(4, length);
            column.append(Integer.toUnsignedLong(int4(bytes, at)));
          };
      case TIMESTAMP ->
          (bytes, at, length) -> {
            requireSize(8, length);
            micros(range, int8(bytes, at), column);
          };
      default ->
          (bytes, at, length) -> {
            requireSize(8, length);
            column.append(int8(bytes, at));
          };
    };
  }

  private static FieldDecoder ofBytes(WireFormat wire, OutOfRange range, BytesColumn column) {
    return switch (wire) {
      case NUMERIC -> new NumericTextDecoder(column);
      case UUID ->
          (bytes, at, length) -> {
            requireSize(16, length);
            column.append(bytes, at, length);
          };
      case BYTEA -> column::append;
      case JSONB ->
          (bytes, at, length) -> {
            if (length < 1 || bytes[at] != JSONB_VERSION) {
              throw new IOException("A value is not jsonb of version " + JSONB_VERSION);
            }
            checkText(range.column(), bytes, at + 1, length - 1);
            column.append(bytes, at + 1, length - 1);
          };
      default ->
          (bytes, at, length) -> {
            checkText(range.column(), bytes, at, length);
            column.append(bytes, at, length);
          };
    };
  }

  private static void requireSize(int size, int length) throws IOException {
    if (length != size) {
      throw new IOException("A value has " + length + " bytes in place of " + size);
    }
  }

  /**
   * Returns the text of a value.
   *
   * @throws ValueException if the bytes are not UTF-8
   */
  static TextSlice checkedText(int column, byte[] bytes, int at, int length) throws ValueException {
    checkText(column, bytes, at, length);
    return new TextSlice(bytes, at, at + length);
  }

  private static void checkText(int column, byte[] bytes, int at, int length)
      throws ValueException {
    if (!Utf8.isValid(bytes, at, length)) {
      throw new ValueException(
          column,
          "it is text that is not UTF-8, as a database of encoding SQL_ASCII may hold; read it"
              + " through a view that makes bytea of it, or leave the column out with --columns");
    }
  }

  /** Appends a date, as sent by the server, as days since 1970-01-01. */
  private static void days(OutOfRange range, int days, IntColumn column) throws ValueException {
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      range.append(column, infinite(true, days > 0));
    } else {
      column.append(days + EPOCH_DAYS);
    }
  }

  /** Appends a timestamp, as sent by the server, as microseconds since 1970-01-01. */
  private static void micros(OutOfRange range, long micros, LongColumn column)
      throws ValueException {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      range.append(column, infinite(false, micros > 0));
    } else if (micros > Long.MAX_VALUE - EPOCH_MICROS) {
      range.append(column, TOO_LATE);
    } else {
      column.append(micros + EPOCH_MICROS);
    }
  }

  /** Returns the description of an infinite date or timestamp, as the rest of "it is …". */
  static String infinite(boolean isDate, boolean isPositive) {
    return "'"
        + (isPositive ? "infinity" : "-infinity")
        + "', and no Parquet "
        + (isDate ? "date" : "timestamp")
        + " is that";
  }
}
