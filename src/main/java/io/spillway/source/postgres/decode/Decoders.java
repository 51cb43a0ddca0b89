package io.spillway.source.postgres.decode;

import static io.spillway.source.postgres.decode.Network.int2;
import static io.spillway.source.postgres.decode.Network.int4;
import static io.spillway.source.postgres.decode.Network.int8;

import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.ListOf;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.RowSink;
import io.spillway.source.postgres.decode.PrintedType.ArrayOf;
import java.io.IOException;

/** Who decodes the values of a column. */
final class Decoders {
  /** Days from 1970-01-01 to 2000-01-01, where Postgres begins to count. */
  private static final int EPOCH_DAYS = 10_957;

  private static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;
  private static final byte JSONB_VERSION = 1;

  private Decoders() {}

  /** The decoder of a column's values. */
  static FieldDecoder of(ReadColumn column) {
    ColumnType type = column.column().type();
    if (column.format() instanceof WireFormat wire) {
      return type.visit(new Chosen(wire));
    }
    PrintedType printed = (PrintedType) column.format();
    return type instanceof ListOf list && printed instanceof ArrayOf array
        ? PrintedDecoder.list((Plain) list.element(), array)
        : PrintedDecoder.json(printed);
  }

  private record Chosen(WireFormat wire) implements ColumnType.Visitor<FieldDecoder> {
    @Override
    public FieldDecoder plain(ColumnType.Plain type) {
      return plainOf(wire);
    }

    @Override
    public FieldDecoder decimal(ColumnType.Decimal type) {
      return new DecimalDecoder(type);
    }

    @Override
    public FieldDecoder list(ColumnType.ListOf type) {
      return new ArrayDecoder(type.element().visit(this));
    }
  }

  private static FieldDecoder plainOf(WireFormat wire) {
    return switch (wire) {
      case BOOL ->
          sized(1, (sink, column, bytes, at, n) -> sink.putBoolean(column, bytes[at] != 0));
      case INT2 -> sized(2, (sink, column, bytes, at, n) -> sink.putInt(column, int2(bytes, at)));
      case INT4 -> sized(4, (sink, column, bytes, at, n) -> sink.putInt(column, int4(bytes, at)));
      case INT8, TIME ->
          sized(8, (sink, column, bytes, at, n) -> sink.putLong(column, int8(bytes, at)));
      case OID ->
          sized(
              4,
              (sink, column, bytes, at, n) ->
                  sink.putLong(column, Integer.toUnsignedLong(int4(bytes, at))));
      case FLOAT4 ->
          sized(
              4,
              (sink, column, bytes, at, n) ->
                  sink.putFloat(column, Float.intBitsToFloat(int4(bytes, at))));
      case FLOAT8 ->
          sized(
              8,
              (sink, column, bytes, at, n) ->
                  sink.putDouble(column, Double.longBitsToDouble(int8(bytes, at))));
      case BYTEA -> RowSink::putBytes;
      case UUID -> sized(16, RowSink::putBytes);
      case TEXT -> Decoders::text;
      case JSONB -> Decoders::jsonb;
      case DATE -> sized(4, Decoders::date);
      case TIMESTAMP -> sized(8, Decoders::timestamp);
      case NUMERIC -> new NumericTextDecoder();
    };
  }

  private static FieldDecoder sized(int size, FieldDecoder decoder) {
    return (sink, column, bytes, at, length) -> {
      if (length != size) {
        throw new IOException("A value has " + length + " bytes in place of " + size);
      }
      decoder.put(sink, column, bytes, at, length);
    };
  }

  private static void text(RowSink sink, int column, byte[] bytes, int at, int length)
      throws IOException {
    checkText(column, bytes, at, length);
    sink.putBytes(column, bytes, at, length);
  }

  /** Returns the text of a value. */
  static TextSlice checkedText(int column, byte[] bytes, int at, int length) throws ValueException {
    checkText(column, bytes, at, length);
    return new TextSlice(bytes, at, at + length);
  }

  private static void checkText(int column, byte[] bytes, int at, int length)
      throws ValueException {
    if (!Utf8.isValid(bytes, at, length)) {
      throw new ValueException(
          column,
          "it is text that is no UTF-8, as a database of encoding SQL_ASCII may hold; read it"
              + " through a view that makes bytea of it, or leave the column out with --columns");
    }
  }

  private static void jsonb(RowSink sink, int column, byte[] bytes, int at, int length)
      throws IOException {
    if (length < 1 || bytes[at] != JSONB_VERSION) {
      throw new IOException("A value is no jsonb of version " + JSONB_VERSION);
    }
    text(sink, column, bytes, at + 1, length - 1);
  }

  private static void date(RowSink sink, int column, byte[] bytes, int at, int length)
      throws IOException {
    int days = int4(bytes, at);
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      throw infinite(column, "date", days > 0);
    }
    sink.putInt(column, days + EPOCH_DAYS);
  }

  private static void timestamp(RowSink sink, int column, byte[] bytes, int at, int length)
      throws IOException {
    long micros = int8(bytes, at);
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      throw infinite(column, "timestamp", micros > 0);
    }
    if (micros > Long.MAX_VALUE - EPOCH_MICROS) {
      throw new ValueException(
          column,
          "it is after 294247-01-10 04:00:54.775807, where a Parquet timestamp ends" + WAY_OUT);
    }
    sink.putLong(column, micros + EPOCH_MICROS);
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

  /** What a user can do about a value that the column's type in Parquet cannot hold. */
  static final String WAY_OUT =
      "; read it through a view that casts it to text, or leave the column out with --columns";
}
