package io.spillway.source.postgres.decode;

import static io.spillway.source.postgres.decode.Network.int2;
import static io.spillway.source.postgres.decode.Network.int4;
import static io.spillway.source.postgres.decode.Network.int8;

import io.spillway.rows.BooleanColumn;
import io.spillway.rows.BytesColumn;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.ListOf;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.ColumnVector;
import io.spillway.rows.DoubleColumn;
import io.spillway.rows.FloatColumn;
import io.spillway.rows.IntColumn;
import io.spillway.rows.ListColumn;
import io.spillway.rows.LongColumn;
import io.spillway.source.postgres.decode.PrintedType.ArrayOf;
import java.io.IOException;

/** A factory of column decoders. */
final class Decoders {
  /** Days from 1970-01-01 to 2000-01-01, the epoch of Postgres. */
  private static final int EPOCH_DAYS = 10_957;

  private static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;
  private static final byte JSONB_VERSION = 1;

  private Decoders() {}

  /**
   * Returns the decoder of a column's values.
   *
   * @param number index of the column, from 0
   * @param vector vector that receives the values
   */
  static FieldDecoder of(ReadColumn column, int number, ColumnVector vector) {
    ColumnType type = column.column().type();
    if (column.format() instanceof WireFormat wire) {
      return ofWire(type, wire, number, vector);
    }
    PrintedType printed = (PrintedType) column.format();
    return type instanceof ListOf list && printed instanceof ArrayOf array
        ? PrintedDecoder.list((Plain) list.element(), array, number, (ListColumn) vector)
        : PrintedDecoder.json(printed, number, (BytesColumn) vector);
  }

  private static FieldDecoder ofWire(
      ColumnType type, WireFormat wire, int number, ColumnVector vector) {
    if (type instanceof ListOf list) {
      ListColumn lists = (ListColumn) vector;
      return new ArrayDecoder(
          ofWire(list.element(), wire, number, lists.elements()), number, lists);
    }
    return type instanceof Decimal decimal
        ? new DecimalDecoder(decimal, number, vector)
        : plain(wire, number, vector);
  }

  private static FieldDecoder plain(WireFormat wire, int number, ColumnVector vector) {
    if (vector instanceof IntColumn ints) {
      return ofInts(wire, number, ints);
    }
    if (vector instanceof LongColumn longs) {
      return ofLongs(wire, number, longs);
    }
    if (vector instanceof BytesColumn column) {
      return ofBytes(wire, number, column);
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

  private static FieldDecoder ofInts(WireFormat wire, int number, IntColumn column) {
    return switch (wire) {
      case INT2 ->
          (bytes, at, length) -> {
            requireSize(2, length);
            column.append(int2(bytes, at));
          };
      case DATE ->
          (bytes, at, length) -> {
            requireSize(4, length);
            column.append(days(number, int4(bytes, at)));
          };
      default ->
          (bytes, at, length) -> {
            requireSize(4, length);
            column.append(int4(bytes, at));
          };
    };
  }

  private static FieldDecoder ofLongs(WireFormat wire, int number, LongColumn column) {
    return switch (wire) {
      case OID ->
          (bytes, at, length) -> {
            requireSize(4, length);
            column.append(Integer.toUnsignedLong(int4(bytes, at)));
          };
      case TIMESTAMP ->
          (bytes, at, length) -> {
            requireSize(8, length);
            column.append(micros(number, int8(bytes, at)));
          };
      default ->
          (bytes, at, length) -> {
            requireSize(8, length);
            column.append(int8(bytes, at));
          };
    };
  }

  private static FieldDecoder ofBytes(WireFormat wire, int number, BytesColumn column) {
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
            checkText(number, bytes, at + 1, length - 1);
            column.append(bytes, at + 1, length - 1);
          };
      default ->
          (bytes, at, length) -> {
            checkText(number, bytes, at, length);
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

  /** Returns a date, as sent by the server, as days since 1970-01-01. */
  private static int days(int column, int days) throws ValueException {
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      throw infinite(column, "date", days > 0);
    }
    return days + EPOCH_DAYS;
  }

  /** Returns a timestamp, as sent by the server, as microseconds since 1970-01-01. */
  private static long micros(int column, long micros) throws ValueException {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      throw infinite(column, "timestamp", micros > 0);
    }
    if (micros > Long.MAX_VALUE - EPOCH_MICROS) {
      throw new ValueException(
          column,
          "it is after 294247-01-10 04:00:54.775807, where a Parquet timestamp ends" + WAY_OUT);
    }
    return micros + EPOCH_MICROS;
  }

  private static ValueException infinite(int column, String type, boolean positive) {
    return new ValueException(
        column,
        "it is '"
            + (positive ? "infinity" : "-infinity")
            + "', and no Parquet "
            + type
            + " is that"
            + WAY_OUT);
  }

  /** The advice for a value that the column's Parquet type cannot hold. */
  static final String WAY_OUT =
      "; read it through a view that casts it to text, or leave the column out with --columns";
}
