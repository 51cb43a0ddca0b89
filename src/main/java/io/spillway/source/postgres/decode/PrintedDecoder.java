package io.spillway.source.postgres.decode;

import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.RowSink;
import io.spillway.source.postgres.decode.PrintedType.ArrayOf;
import java.io.IOException;

/** Decoders of values that arrive as text and have an inner structure. */
final class PrintedDecoder {
  private PrintedDecoder() {}

  /** Returns a decoder that makes JSON of each value. */
  static FieldDecoder json(PrintedType type) {
    JsonText json = new JsonText();
    return (sink, column, bytes, at, length) ->
        put(sink, type, json, column, Decoders.checkedText(column, bytes, at, length));
  }

  private static void put(RowSink sink, PrintedType type, JsonText json, int column, TextSlice text)
      throws IOException {
    json.begin(column);
    type.writeJson(text, json);
    sink.putBytes(column, json.bytes(), 0, json.size());
  }

  /** Returns a decoder of arrays, which makes lists of text, or of JSON. */
  static FieldDecoder list(Plain of, ArrayOf type) {
    JsonText json = new JsonText();
    return (sink, column, bytes, at, length) -> {
      ArrayText array =
          new ArrayText(Decoders.checkedText(column, bytes, at, length), type.delimiter());
      int dimensions = array.dimensions();
      if (dimensions > 1) {
        throw ArrayDecoder.tooManyDimensions(column, dimensions);
      }
      sink.startList(column);
      array.elements(
          element -> {
            if (element == null) {
              sink.putNull(column);
            } else if (of == Plain.JSON) {
              put(sink, type.element(), json, column, element);
            } else {
              sink.putBytes(column, element.bytes(), element.from(), element.length());
            }
          });
      sink.endList(column);
    };
  }
}
