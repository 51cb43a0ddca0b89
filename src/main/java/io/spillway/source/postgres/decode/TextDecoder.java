package io.spillway.source.postgres.decode;

import io.spillway.rows.BooleanColumn;
import io.spillway.rows.BytesColumn;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.ListOf;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.ColumnType.StructOf;
import io.spillway.rows.ColumnVector;
import io.spillway.rows.ListColumn;
import io.spillway.rows.StructColumn;
import io.spillway.source.postgres.decode.PrintedType.ArrayOf;
import io.spillway.source.postgres.decode.PrintedType.Composite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A factory of decoders for values that arrive as the text of their type's output function. */
final class TextDecoder {
  private final OutOfRange range;
  private final int column;
  private final JsonText json = new JsonText();

  private TextDecoder(OutOfRange range) {
    this.range = range;
    this.column = range.column();
  }

  /** Appends the value of a non-null text to a vector. */
  interface Appender {
    void append(TextSlice text) throws IOException;
  }

  /**
   * Returns the decoder of a column's values.
   *
   * @param printed structure of the text
   */
  static FieldDecoder of(
      ColumnType type, PrintedType printed, OutOfRange range, ColumnVector vector) {
    Appender appender = new TextDecoder(range).appender(type, printed, vector);
    return (bytes, at, length) ->
        appender.append(Decoders.checkedText(range.column(), bytes, at, length));
  }

  private Appender appender(ColumnType type, PrintedType printed, ColumnVector vector) {
    if (type instanceof StructOf struct) {
      return struct(struct, (Composite) printed, (StructColumn) vector);
    }
    if (type instanceof ListOf list) {
      return list(list, printed, (ListColumn) vector);
    }
    return type instanceof Decimal decimal
        ? new ParsedNumber(decimal, range, vector)::append
        : plain((Plain) type, printed, vector);
  }

  private Appender plain(Plain type, PrintedType printed, ColumnVector vector) {
    return switch (type) {
      case STRING, ENUM -> {
        BytesColumn bytes = (BytesColumn) vector;
        yield text -> bytes.append(text.bytes(), text.from(), text.length());
      }
      case JSON -> json(printed, (BytesColumn) vector);
      case BOOLEAN -> {
        BooleanColumn booleans = (BooleanColumn) vector;
        yield text -> booleans.append(text.is("t"));
      }
      case BYTES -> bytes((BytesColumn) vector, 2);
      case UUID -> bytes((BytesColumn) vector, 0);
      case INT16, INT32, INT64, FLOAT, DOUBLE -> new ParsedNumber(type, range, vector)::append;
      case DATE, TIME, TIMESTAMP, TIMESTAMP_UTC -> new ParsedTime(type, range, vector)::append;
    };
  }

  private Appender json(PrintedType printed, BytesColumn bytes) {
    return text -> {
      json.begin(column);
      printed.writeJson(text, json);
      bytes.append(json.bytes(), 0, json.size());
    };
  }

  /** Returns an appender of hexadecimal digits. */
  private Appender bytes(BytesColumn vector, int prefix) {
    return text -> {
      String digits = text.toString().substring(prefix).replace("-", "");
      byte[] bytes = HexFormat.of().parseHex(digits);
      vector.append(bytes, 0, bytes.length);
    };
  }

  private Appender struct(StructOf type, Composite printed, StructColumn structs) {
    List<Appender> fields = new ArrayList<>();
    for (int field = 0; field < structs.fields(); field++) {
      fields.add(
          appender(
              type.fields().get(field).type(),
              printed.fields().get(field).type(),
              structs.field(field)));
    }
    return text -> {
      new RecordText(text)
          .read(
              printed,
              column,
              (number, value) -> {
                if (value == null) {
                  structs.field(number).appendNull();
                } else {
                  fields.get(number).append(value);
                }
              });
      structs.endStruct();
    };
  }

  private Appender list(ListOf type, PrintedType printed, ListColumn lists) {
    if (printed instanceof PrintedType.Vector vector) {
      Appender element = appender(type.element(), vector.element(), lists.elements());
      return text -> {
        for (TextSlice one : text.words()) {
          element.append(one);
        }
        lists.endList();
      };
    }
    ArrayOf array = (ArrayOf) printed;
    Appender element = appender(type.element(), array.element(), lists.elements());
    return text -> {
      ArrayText elements = new ArrayText(text, array.delimiter());
      int dimensions = elements.dimensions();
      if (dimensions > 1) {
        throw ArrayDecoder.tooManyDimensions(column, dimensions);
      }
      elements.elements(one -> append(element, one, lists.elements()));
      lists.endList();
    };
  }

  private static void append(Appender appender, @Nullable TextSlice text, ColumnVector vector)
      throws IOException {
    if (text == null) {
      vector.appendNull();
    } else {
      appender.append(text);
    }
  }
}
