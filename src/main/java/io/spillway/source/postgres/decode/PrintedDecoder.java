package io.spillway.source.postgres.decode;

import io.spillway.rows.BytesColumn;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.ListColumn;
import io.spillway.source.postgres.decode.PrintedType.ArrayOf;
import java.io.IOException;

/** A factory of decoders for values that arrive as text and have an inner structure. */
final class PrintedDecoder {
  private PrintedDecoder() {}

  /** Returns a decoder that converts each value to JSON. */
  static FieldDecoder json(PrintedType type, int number, BytesColumn column) {
    JsonText json = new JsonText();
    return (bytes, at, length) ->
        append(type, json, number, Decoders.checkedText(number, bytes, at, length), column);
  }

  private static void append(
      PrintedType type, JsonText json, int number, TextSlice text, BytesColumn column)
      throws IOException {
    json.begin(number);
    type.writeJson(text, json);
    column.append(json.bytes(), 0, json.size());
  }

  /** Returns a decoder of arrays that produces lists of text or of JSON. */
  static FieldDecoder list(Plain of, ArrayOf type, int number, ListColumn lists) {
    JsonText json = new JsonText();
    BytesColumn elements = (BytesColumn) lists.elements();
    return (bytes, at, length) -> {
      ArrayText array =
          new ArrayText(Decoders.checkedText(number, bytes, at, length), type.delimiter());
      int dimensions = array.dimensions();
      if (dimensions > 1) {
        throw ArrayDecoder.tooManyDimensions(number, dimensions);
      }
      array.elements(
          element -> {
            if (element == null) {
              elements.appendNull();
            } else if (of == Plain.JSON) {
              append(type.element(), json, number, element, elements);
            } else {
              elements.append(element.bytes(), element.from(), element.length());
            }
          });
      lists.endList();
    };
  }
}
